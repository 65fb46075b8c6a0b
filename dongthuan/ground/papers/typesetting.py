"""Sắp chữ: one way to the typesetter; words of people arrive as data and never become markup."""

from __future__ import annotations

import json
from collections.abc import Mapping

import typst

from dongthuan.ground.papers import faces

# Every template begins with these: the face, the language, no syllable ever cut.
_HEAD = """
#let paper = json(bytes(sys.inputs.paper))
#set text(font: (sys.inputs.face, "Libertinus Serif").dedup(), lang: "vi", hyphenate: false, fill: black)
"""


def typeset(template: str, told: Mapping[str, object], *, archive: bool = False) -> bytes:
    """This function will print what is told through a template that calls it `paper`, as PDF; as
    PDF/A for an archive, which wants a date in it.
    """
    family, folder = faces.times()
    made = typst.compile(
        (_HEAD + template).encode(),
        format="pdf",
        sys_inputs={"paper": json.dumps(told, ensure_ascii=False), "face": family},
        # The machine's other fonts are left alone: one that lacks letters may bear the same name.
        font_paths=typst.Fonts(
            include_system_fonts=False, font_paths=[str(folder)] if folder else []
        ),
        pdf_standards=["a-2b"] if archive else [],
    )
    assert isinstance(made, bytes)
    return made
