"""The house stands: what the import linter cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from dongthuan.ground.claims.finding import WORDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dongthuan"
STOREYS = (
    "primitives", "contenttypes", "auth", "sessions", "account", "facts", "claims", "audit",
    "figures", "files", "search", "papers", "org", "people", "registers", "access", "meetings",
    "directives", "indicators", "assembly", "ledger", "funds",
    "reports", "forms",
    "manuscripts",
)  # fmt: skip
# Tables of libraries are not ours to declare.
OURS = "dongthuan."
SKIPPED = {"__pycache__", "migrations", "static", "templates", "templatetags"}


def packages() -> list[Path]:
    return sorted(
        path.parent
        for path in PACKAGE.rglob("__init__.py")
        if not SKIPPED & set(path.relative_to(PACKAGE).parts)
    )


def docstring(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


@pytest.mark.parametrize("folder", packages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_folder_says_what_it_is_and_the_map_repeats_it(folder):
    said = docstring(folder / "__init__.py")
    assert said, f"{folder} has no docstring"
    name = ".".join(folder.relative_to(ROOT).parts)
    line = f"| `{name}` | {said} |"
    assert line in (ROOT / "docs" / "map.md").read_text(encoding="utf-8"), line


def test_the_map_names_no_folder_that_is_gone():
    named = re.findall(r"^\| `(dongthuan[\w.]*)`", (ROOT / "docs/map.md").read_text("utf-8"), re.M)
    here = {".".join(folder.relative_to(ROOT).parts) for folder in packages()}
    assert set(named) == here


def test_no_file_of_code_is_over_400_lines():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in PACKAGE.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
        and "migrations" not in path.parts
    ]
    assert long == []


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def test_foreign_keys_look_down():
    order = {name: at for at, name in enumerate(STOREYS)}
    for model in our_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or getattr(field, "auto_created", False):
                continue
            assert order[target._meta.app_label] <= order[model._meta.app_label]


def test_every_model_says_which_fields_are_personal():
    for model in our_models():
        privacy = getattr(model, "Privacy", None)
        assert privacy is not None, f"{model.__name__} has no Privacy"
        names = {field.name for field in model._meta.get_fields()}
        assert set(privacy.personal) <= names


def test_only_a_rooms_own_services_write():
    writing = {"save", "create", "update", "delete", "bulk_create", "bulk_update"}
    writing |= {"get_or_create", "update_or_create", "raw"}
    # A Word document is saved to a target and a dict updated from a value: these take one.
    bare = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    found = []
    for path in PACKAGE.rglob("*.py"):
        if path.name == "services.py" or {"migrations", "services"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.func if isinstance(node, ast.Call) else None
            if isinstance(call, ast.Attribute) and call.attr in writing:
                owner = ast.unparse(call.value)
                if "objects" in owner or (call.attr in bare and not node.args):
                    found.append(f"{path.relative_to(ROOT)}: {owner}.{call.attr}")
    assert found == []


def test_the_verdict_words_are_those_of_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for words in WORDS.values():
        assert f"*{words}*" in glossary, words


def test_no_screen_says_sai():
    for page in (PACKAGE / "templates").rglob("*.html"):
        assert not re.search(r"\bsai\b", page.read_text(encoding="utf-8").lower()), page


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_the_repository_names_no_machine_and_no_address_of_a_download():
    pattern = re.compile(
        r"/(?:home|root|work)/[a-z]|\"resolved\": *\"http|registry *= *\"?http|(?<!emit-)index-url"
    )
    told = []
    for path in _tracked():
        if path.suffix in (".png",) or not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        if pattern.search(text):
            told.append(str(path.relative_to(ROOT)))
    assert told == []


def test_every_decision_is_listed_in_order():
    names = sorted(p.name for p in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
