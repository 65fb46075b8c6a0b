"""Sổ cho chương trình khác đọc: the book as an hledger journal that strict checks accept.

Accounts are paths of codes, their Vietnamese names in comments; the last step is the purpose. What was
counted and agrees is an assertion, what differs a remark. The journal ends by asserting every balance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from dongthuan.act.ledger.models import Account, Assertion, Book, Entry, Posting, Purpose
from dongthuan.act.ledger.queries._balances import accounts_of, purposes_of
from dongthuan.act.ledger.rules import Nature

_ROOTS = {
    Nature.ASSET: "assets",
    Nature.LIABILITY: "liabilities",
    Nature.EQUITY: "equity",
    Nature.INCOME: "revenues",
    Nature.EXPENSE: "expenses",
}
# No code of a purpose begins with it.
_COMMON = "_"
_TYPES = {
    Nature.ASSET: "A", Nature.LIABILITY: "L", Nature.EQUITY: "E", Nature.INCOME: "R",
    Nature.EXPENSE: "X",
}  # fmt: skip
_FIELDS = (
    "on", "entry_id", "account_id", "purpose_id", "dong", "entry__words", "entry__source",
    "entry__reverses_id",
)  # fmt: skip


def journal(book: Book, *, root: str = "") -> str:
    """This function will return the whole book as an hledger journal; `root` is put before every
    account, so that several books can lie in one file.
    """
    return "".join(journal_lines(book, root=root))


def journal_lines(book: Book, *, root: str = "") -> Iterator[str]:
    """This function will return the same line by line, for a book too large for one text."""
    paths = _Paths(book, root)
    yield f"; {_comment(book.name)}\n; mỗi số là đồng nguyên; sổ không sửa, chỉ ghi thêm\n"
    yield "commodity 1000. VND\n\n"
    yield from paths.declared()
    left: dict[tuple[int, int], int] = defaultdict(int)
    turned = dict(
        Entry.objects.filter(book=book, reverses__isnull=False).values_list("reverses_id", "pk")
    )
    last = None
    for on, entries in _days(book):
        for lines in entries:
            yield from _entry(lines, paths, turned)
            for line in lines:
                left[line[2], line[3]] += line[4]
        for one in paths.counts.get(on, ()):
            yield from _count(one, paths, left)
        last = on
    if last is not None:
        yield from _ending(last, paths, left)


def _days(book: Book) -> Iterator[tuple[date, list[list[tuple[Any, ...]]]]]:
    """Return the days on which something was posted or counted, with the entries of each."""
    rows = Posting.objects.filter(book=book).order_by("on", "entry_id", "pk")
    told = rows.values_list(*_FIELDS).iterator(chunk_size=5000)
    counted = set(Assertion.objects.filter(account__book=book).values_list("on", flat=True))
    waiting = sorted(counted)
    for on, lines in groupby(told, key=itemgetter(0)):
        while waiting and waiting[0] < on:
            yield waiting.pop(0), []
        if waiting and waiting[0] == on:
            waiting.pop(0)
        yield on, [list(entry) for _, entry in groupby(lines, key=itemgetter(1))]
    for on in waiting:
        yield on, []


@dataclass
class _Paths:
    """The stable path of every account, with and without its purpose."""

    book: Book
    root: str
    accounts: dict[int, Account] = field(init=False)
    purposes: dict[int, Purpose] = field(init=False)
    counts: dict[date, list[Assertion]] = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = {one.pk: one for one in accounts_of(self.book)}
        self.purposes = {one.pk: one for one in purposes_of(self.book)}
        self.counts = defaultdict(list)
        for one in Assertion.objects.filter(account__book=self.book).order_by("pk"):
            self.counts[one.on].append(one)
        self._whole = {
            pk: f"{self.root}{_ROOTS[one.sort]}:{one.code}" for pk, one in self.accounts.items()
        }
        steps = {pk: one.code or _COMMON for pk, one in self.purposes.items()}
        self._parted = {
            (account, purpose): f"{path}:{step}"
            for account, path in self._whole.items()
            for purpose, step in steps.items()
        }

    def whole(self, account: int) -> str:
        return self._whole[account]

    def parted(self, account: int, purpose: int) -> str:
        return self._parted[account, purpose]

    def declared(self) -> Iterator[str]:
        """Declare the accounts that something was posted to or counted in: strict readers ask for it."""
        used = Posting.objects.filter(book=self.book).values_list("account_id", "purpose_id")
        pairs = set(used.distinct().order_by())
        for counted in self.counts.values():
            pairs |= {(one.account_id, one.purpose_id) for one in counted if one.purpose_id}
        for pk, one in self.accounts.items():
            kind = f"  ; {_comment(one.name)}, type:{_TYPES[one.sort]}"
            yield f"account {self._whole[pk]}{kind}\n"
        for account, purpose in sorted(pairs, key=lambda pair: self._parted[pair]):
            named = _comment(str(self.purposes[purpose]))
            yield f"account {self._parted[account, purpose]}  ; {named}\n"
        yield "\n"


def _entry(lines: list[tuple[Any, ...]], paths: _Paths, turned: Mapping[Any, int]) -> Iterator[str]:
    on, pk, _, _, _, words, source, reverses = lines[0]
    tags = [f"source:{_tag(source)}"] if source else []
    tags += [f"reverses:{reverses}"] if reverses else []
    tags += [f"reversed_by:{turned[pk]}"] if pk in turned else []
    yield f"{on:%Y-%m-%d} * ({pk}) {_description(words)}"
    yield f"  ; {', '.join(tags)}\n" if tags else "\n"
    for line in lines:
        yield f"    {paths.parted(line[2], line[3])}  {line[4]} VND\n"
    yield "\n"


def _count(one: Assertion, paths: _Paths, left: dict[tuple[int, int], int]) -> Iterator[str]:
    if one.purpose_id is None:
        path, sign = paths.whole(one.account_id), "=*"
        said = sum(dong for (account, _), dong in left.items() if account == one.account_id)
    else:
        path, sign = paths.parted(one.account_id, one.purpose_id), "="
        said = left[one.account_id, one.purpose_id]
    if said != one.counted:
        yield f"; {one.on:%Y-%m-%d} {path}: counted {one.counted} VND, book {said} VND\n\n"
        return
    yield f"{one.on:%Y-%m-%d} * kiểm quỹ\n    {path}  0 VND {sign} {one.counted} VND\n\n"


def _ending(on: date, paths: _Paths, left: dict[tuple[int, int], int]) -> Iterator[str]:
    yield f"{on:%Y-%m-%d} * số dư cuối\n"
    for account, purpose in sorted(left, key=lambda pair: paths.parted(*pair)):
        yield f"    {paths.parted(account, purpose)}  0 VND = {left[account, purpose]} VND\n"


def _comment(text: str) -> str:
    """Leave out what would read as a tag, a date or another line."""
    return " ".join(re.sub(r"[:;,\[\]]", " ", text).split())


def _description(text: str) -> str:
    return " ".join(text.replace(";", ",").split())


def _tag(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9:._-]", "_", text)
