"""Danh sách đơn vị: a unit a row, by its code, else by its name below its parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dongthuan.ground.audit.actors import Actor, Reach, Reaching
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.facts.rules import Laid
from dongthuan.who.org import queries as org
from dongthuan.who.org import services
from dongthuan.who.org.rules import KINDS, Node, may_hold
from dongthuan.who.registers import cells
from dongthuan.who.registers.kinds import Batch, Outcome, Scope
from dongthuan.who.registers.rules import Field, Form, Line, plain

FORM = Form(
    "units",
    "Danh sách đơn vị",
    (
        Field("code", "Mã đơn vị", ("ma don vi", "ma", "ma to", "ma so", "ky hieu"), cells.code),
        Field("name", "Tên đơn vị", (
            "ten don vi", "ten to", "ten to dan pho", "ten chi bo", "don vi", "to dan pho", "ten", "chi bo",
            "ten chi hoi", "ten to chuc"), cells.text),
        Field("kind", "Loại đơn vị", ("loai don vi", "loai", "loai hinh", "cap"), cells.text),
        Field("parent", "Đơn vị cấp trên", (
            "don vi cap tren", "cap tren", "truc thuoc", "thuoc", "don vi quan ly"), cells.text),
    ),
    ("name",),
)  # fmt: skip
_BY_WORDS = {plain(kind.words): kind.code for kind in KINDS.values()} | {
    "to": "residential_group", "tdp": "residential_group", "khu pho": "residential_group",
    "thon": "residential_group", "chi bo": "cell", "cb": "cell", "truong": "school",
    "ban cong tac mat tran": "front_board", "chi hoi": "branch", "chi doan": "branch",
}  # fmt: skip


class Units:
    """Danh sách đơn vị: what stands below a unit, its kind, name and parent."""

    code = "units"
    words = "Danh sách đơn vị"
    hint = "Mỗi dòng một đơn vị: tên, loại (tổ dân phố, chi bộ…), đơn vị cấp trên, mã nếu có."
    act = Act.UNIT_KEEP
    one = "đơn vị"
    ends = True
    asks_about = False
    refusals: tuple[type[Exception], ...] = (services.UnableToKeepUnit,)

    def form(self, scope: Scope) -> Form:
        """This method will tell the fields of the register."""
        return FORM

    def begin(self, scope: Scope) -> _Pass:
        """This method will begin a pass over a file."""
        return _Pass(scope)

    def names(self, ids: Sequence[int], scope: Scope) -> Mapping[int, str]:
        """This method will name units."""
        return {one: scope.tree.name(one) for one in ids if one in scope.tree}

    def end(self, ids: Sequence[int], scope: Scope) -> Laid:
        """This method will end the units that someone chose."""
        laid = Laid()
        with services.watching(list(ids), laid):
            # What stands below ends first.
            for one in sorted(ids, key=lambda pk: -len(scope.tree.path(pk))):
                services.dissolve(unit=_unit(scope.tree[one].code), on=scope.on, by=scope.by)
        return laid

    def depends(self, laid: Laid) -> list[str]:
        """This method will say what rests on what was made."""
        return services.what_depends(laid=laid)

    def take_back(self, laid: Laid, units: Sequence[int], by: Actor) -> None:
        """This method will take back what was made."""
        services.take_back(laid=laid, by=by)


@dataclass(frozen=True, slots=True)
class _Given:
    """A unit as a row tells it; `known` is its code where it stands already."""

    code: str
    kind: str
    name: str
    parent: str
    known: bool = False


class _Founder(Reaching):
    """Người lập đơn vị: whoever founds a unit reaches it too, and founds below it in the same deed."""

    def __init__(self, by: Actor) -> None:
        self._by, self.now, self.key, self.name = by, by.now, by.key, by.name
        self.made: set[int] = set()

    def reach(self, act: Act) -> Reach:
        """This method will return how far the act reaches, the fresh units among them."""
        held = self._by.reach(act)
        if act is not Act.UNIT_KEEP or held.units is None:
            return held
        return Reach(held.units | self.made)


def _unit(code: str) -> Any:
    found = org.unit(code)
    assert found is not None
    return found


class _Pass:
    def __init__(self, scope: Scope) -> None:
        self.scope, tree = scope, scope.tree
        self.by = _Founder(scope.by)
        self.inside = list(tree.below(scope.unit))
        self.known = {tree[one].code: tree[one] for one in self.inside}
        # What the file makes, by code and by name, so that a later row can stand below it.
        self.fresh: dict[str, _Given] = {}
        self.rows: dict[str, int] = {}
        self.kinds: set[str] = set()

    def take(self, batch: Batch) -> Outcome:
        """This method will hold a batch against the units of the day."""
        out = Outcome(work=[])
        for line, bad in batch:
            out.problems += bad
            if not bad:
                self._row(line, out)
        return out

    def _row(self, line: Line, out: Outcome) -> None:
        told = {key: str(value) for key, value in line.told.items()}
        name = told.get("name", "")
        if not name:
            out.problems.append(
                line.problem("name", "Tên đơn vị: ô trống. Ghi tên, hoặc xóa dòng.")
            )
            return
        parent = self._parent(told.get("parent", ""))
        if isinstance(parent, tuple):
            out.problems.append(line.problem("parent", f"Đơn vị cấp trên: {parent[0]}"))
            return
        given = plain(told.get("code", "")).replace(" ", "-")
        node = self._node(given, name, parent)
        kind = self._kind(told.get("kind", ""), name, node)
        if not kind:
            words = "Loại đơn vị: không rõ. Ghi «tổ dân phố», «chi bộ», «trường học»… vào cột loại đơn vị."
            out.problems.append(line.problem("kind", words))
            return
        if node is not None and node.kind != kind:
            words = f"Loại đơn vị: trong sổ đây là {node.kind_words}. Loại không đổi được; dùng mã khác."
            out.problems.append(line.problem("kind", words))
            return
        code = node.code if node else given or self._made(parent, name)
        if code in self.rows:
            words = f"Tên đơn vị: trùng với dòng {self.rows[code]}. Giữ một dòng."
            out.problems.append(line.problem("name", words))
            return
        if node is None and org.unit(code) is not None and self._lives(code):
            words = f"Mã đơn vị: «{code}» đã dùng cho đơn vị khác. Ghi mã khác."
            out.problems.append(line.problem("code", words))
            return
        above = self._kind_of(parent)
        if not may_hold(above, kind):
            words = (
                f"Loại đơn vị: {KINDS[kind].words} không đứng dưới {KINDS[above].words}. "
                "Sửa đơn vị cấp trên."
            )
            out.problems.append(line.problem("parent", words))
            return
        self.rows[code] = line.row
        self.kinds.add(kind)
        self._weigh(_Given(code, kind, name, parent, node is not None), node, "parent" in told, out)

    def _weigh(self, one: _Given, node: Node | None, tells_parent: bool, out: Outcome) -> None:
        if node is None:
            self.fresh[one.code] = one
            out.new += 1
            out.work.append((one, True, True))
            return
        renamed = one.name != node.name
        tree = self.scope.tree
        above = tree[node.parent].code if node.parent is not None and node.parent in tree else ""
        moved = tells_parent and one.parent != above
        if renamed or moved:
            out.changed += 1
            out.work.append((one, renamed, moved))
        else:
            out.same += 1

    def _lives(self, code: str) -> bool:
        found = org.unit(code)
        return found is not None and bool(org.states(found.pk))

    def _parent(self, told: str) -> str | tuple[str]:
        """This method will return the code of the parent that a row names, or why none is meant."""
        if not told:
            return self.scope.tree[self.scope.unit].code
        bare = plain(told)
        found = {
            node.code
            for node in self.known.values()
            if bare in (plain(node.name), plain(node.code))
        } | {one.code for one in self.fresh.values() if bare in (plain(one.name), plain(one.code))}
        if len(found) == 1:
            return found.pop()
        if found:
            return (f"có {len(found)} đơn vị tên «{told[:40]}». Ghi mã đơn vị cấp trên.",)
        return (
            f"không có «{told[:40]}» ở đây hay ở các dòng trên. Xếp đơn vị cấp trên lên trước.",
        )

    def _node(self, code: str, name: str, parent: str) -> Node | None:
        if code:
            return self.known.get(code)
        above = self.known.get(parent)
        below = self.scope.tree.children(above.id) if above else ()
        found = [
            self.scope.tree[one] for one in below if plain(self.scope.tree[one].name) == plain(name)
        ]
        return found[0] if len(found) == 1 else None

    def _kind(self, told: str, name: str, node: Node | None) -> str:
        if told:
            return _BY_WORDS.get(plain(told), "")
        if node is not None:
            return node.kind
        bare = f"{plain(name)} "
        found = [code for words, code in sorted(_BY_WORDS.items(), key=lambda i: -len(i[0]))
                 if bare.startswith(f"{words} ")]  # fmt: skip
        return found[0] if found else ""

    def _kind_of(self, code: str) -> str:
        return self.fresh[code].kind if code in self.fresh else self.known[code].kind

    def _made(self, parent: str, name: str) -> str:
        return f"{parent}-{plain(name).replace(' ', '-')}"[:60]

    def write(self, work: Any) -> Laid:
        """This method will found, rename and move."""
        laid = Laid()
        on, by = self.scope.on, self.by
        for one, renamed, moved in work:
            if not one.known:
                before = org.unit(one.code)
                unit = services.found(code=one.code, kind=one.kind, name=one.name, on=on, by=by,
                                      parent=_unit(one.parent))  # fmt: skip
                by.made.add(unit.pk)
                states = [state.pk for state in org.states(unit.pk)]
                laid.join(Laid({"unitstate": states} | ({} if before else {"unit": [unit.pk]})))
                continue
            unit = _unit(one.code)
            with services.watching([unit.pk], laid):
                if renamed:
                    services.rename(unit=unit, name=one.name, on=on, by=by)
                if moved:
                    services.move(unit=unit, parent=_unit(one.parent), on=on, by=by)
        return laid

    def gone(self) -> Iterator[tuple[int, int]]:
        """This method will tell the units of the kinds in the file that do not stand in it."""
        for one in self.inside:
            node = self.scope.tree[one]
            if one != self.scope.unit and node.kind in self.kinds and node.code not in self.rows:
                yield one, one
