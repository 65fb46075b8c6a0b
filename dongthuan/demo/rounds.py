"""Các đợt số liệu: asked, entered, sent, returned, helped, corrected and approved, day by day."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from PIL import Image, ImageDraw

from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Round, Sheet
from dongthuan.demo import budget
from dongthuan.demo.hands import Hands
from dongthuan.demo.measures import HALVES, ROWS
from dongthuan.demo.numbers import Numbers
from dongthuan.demo.statements import years_in_a_row
from dongthuan.demo.units import Units
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.who.access.queries import SignedIn

_MONTHLY = ("covid.declared", "covid.checks", "covid.teams")
# Two groups told their numbers by telephone and on paper; one sheet was sent back and mended.
_CALLED, _ON_PAPER, _MENDED, _CORRECTED = "to-07", "to-18", "to-13", "to-09"
_LATE_IN_JUNE = ("to-04", "to-16", "to-21")
_EARLY_IN_JULY, _RETURNED_IN_JULY = ("to-01", "to-02", "to-05", "to-08", "to-12"), "to-05"


def at(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """This function will return a local moment."""
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


class Rounds:
    """Việc của các đợt: every step at its own fixed moment, by the hand that does it."""

    def __init__(self, units: Units, hands: Hands) -> None:
        self.units = units
        self.hands = hands
        self.opened: dict[str, Round] = {}
        codes = {
            "residential_group": units.groups, "cell": units.cells, "team": units.teams,
            "school": units.schools, "front_board": units.boards,
            "association": tuple(units.associations.values()), "command": (units.command,),
            "police": (units.police,), "station": (units.station,),
        }  # fmt: skip
        self.numbers = Numbers({kind: [one.code for one in all] for kind, all in codes.items()})

    def run(self) -> dict[str, Round]:
        """This method will go through all rounds in the order of their days."""
        self._months()
        self._ratings()
        for half, first_day, due in (
            ("2020-H1", date(2021, 3, 8), date(2021, 3, 20)),
            ("2020-H2", date(2021, 3, 15), date(2021, 3, 27)),
        ):
            self._earlier_half(half, first_day, due)
        self._this_half()
        self._community()
        return self.opened

    def _by(self, username: str, when: datetime) -> SignedIn:
        return self.hands.at(username, when)

    def _sheets(self, one: Round) -> list[Sheet]:
        rows = Sheet.objects.filter(round=one).select_related("unit", "round")
        return list(rows.order_by("pk"))

    def _keys(self, half: str) -> list[str]:
        return [key for key, row in ROWS.items() if row.total(half) is not None]

    def _texts(self, sheet: Sheet, half: str) -> dict[str, str]:
        level = sheet.unit.kind
        keys = [key for key in self._keys(half) if ROWS[key].level == level]
        return {key: self.numbers.text(key, half, sheet.unit.code) for key in keys}

    def _hand(self, sheet: Sheet) -> str:
        """Return who sends for a unit: its own head where it has an account."""
        code, kind = sheet.unit.code, sheet.unit.kind
        if kind in ("residential_group", "team"):
            return f"to{code[-2:]}"
        if kind == "cell":
            return f"chibo{code[-2:]}" if code[-2:].isdigit() else "danguy"
        if kind == "front_board":
            return "mattran"
        return code.replace("-", "") if kind == "association" else "vanphong"

    def _entered(
        self, sheet: Sheet, texts: Mapping[str, str], by: SignedIn, *, estimate: bool | None = None
    ) -> None:
        services.save_drafts(sheet=sheet, typed=texts, by=by, estimate=estimate)
        services.send(sheet=sheet, by=by)

    def _open(
        self, key: str, title: str, code: str, due: date, keys: list[str], on: datetime
    ) -> Round:
        self.opened[key] = services.open_round(
            unit=self.units.ward, title=title, code=code, due_on=due, keys=keys,
            by=self._by("vanphong", on),
        )  # fmt: skip
        return self.opened[key]

    def _months(self) -> None:
        """The ward's own budget, month by month; June first as an estimate, then as it was."""
        for code, texts in budget.months().items():
            year, month = (int(part) for part in code.split("-"))
            opened, due = at(2021, 3, 2), date(2021, 3, 10)
            if (year, month) > (2021, 2):
                opened, due = at(2021, month, 25), date(2021, month + 1, 5)
            title = f"Thu, chi ngân sách tháng {month}/{year}"
            one = self._open(code, title, code, due, list(budget.KEYS), opened)
            sheet = self._sheets(one)[0]
            if code == "2021-06":
                self._june(sheet, texts)
                continue
            sent = opened + timedelta(days=6, hours=1, minutes=month)
            self._entered(sheet, texts, self._by("vanphong", sent))
            services.approve(sheet=sheet, by=self._by("lanhdao", sent + timedelta(days=1)))
            services.close_round(round=one, by=self._by("vanphong", sent + timedelta(days=2)))

    def _june(self, sheet: Sheet, texts: Mapping[str, str]) -> None:
        early = self._by("vanphong", at(2021, 6, 26, 9, 10))
        self._entered(sheet, budget.JUNE_ESTIMATE, early, estimate=True)
        services.approve(sheet=sheet, by=self._by("lanhdao", at(2021, 6, 28, 15)))
        services.reopen(
            sheet=sheet, by=self._by("lanhdao", at(2021, 7, 1, 14)),
            reason="Kho bạc đã đối chiếu tháng 6: thay số ước bằng số thực hiện.",
        )  # fmt: skip
        actual = self._by("vanphong", at(2021, 7, 1, 15, 20))
        self._entered(sheet, texts, actual, estimate=False)
        services.approve(sheet=sheet, by=self._by("lanhdao", at(2021, 7, 2, 9)))

    def _ratings(self) -> None:
        """How many years running the committee was rated excellent, told once a year."""
        key, opened = "ratings.in_a_row", at(2021, 3, 3)
        one = self._open("2020", "Xếp loại năm 2020", "2020", date(2021, 3, 15), [key], opened)
        for sheet in self._sheets(one):
            told = {key: years_in_a_row()}
            self._entered(sheet, told, self._by("danguy", opened + timedelta(days=1)))
            services.approve(sheet=sheet, by=self._by("lanhdao", opened + timedelta(days=2)))

    def _earlier_half(self, half: str, first_day: date, due: date) -> None:
        """Numbers of earlier half-years, taken over from the books when the work began."""
        words = "đầu" if half.endswith("1") else "cuối"
        opened = at(first_day.year, first_day.month, first_day.day)
        title = f"Số liệu 6 tháng {words} năm 2020"
        one = self._open(half, title, half, due, self._keys(half), opened)
        leader = self._by("lanhdao", opened + timedelta(days=10, hours=2))
        for sheet in self._sheets(one):
            by = self._by(self._hand(sheet), opened + timedelta(days=2, hours=2))
            self._entered(sheet, self._texts(sheet, half), by)
            services.approve(sheet=sheet, by=leader)

    def _this_half(self) -> None:
        half = HALVES[-1]
        opened, due = at(2021, 6, 10), date(2021, 6, 30)
        title = "Số liệu 6 tháng đầu năm 2021"
        one = self._open(half, title, half, due, self._keys(half), opened)
        sheets = self._sheets(one)
        for place, sheet in enumerate(sheets):
            code, texts = sheet.unit.code, self._texts(sheet, half)
            sent = at(2021, 6, 21 + place % 9, 7 + place % 10, place % 60)
            by = self._by(self._hand(sheet), sent)
            if code in (_CALLED, _ON_PAPER):
                self._helped(sheet, texts)
            elif sheet.unit.kind == "team":
                # The men of a team are the same; only its patrols are counted anew.
                services.confirm_unchanged(sheet=sheet, by=by)
                self._entered(sheet, {"militia.patrols": texts["militia.patrols"]}, by)
            elif code == _MENDED:
                self._mended(sheet, texts, by)
            else:
                self._entered(sheet, texts, by)
        for sheet in sheets:
            day = 1 if sheet.unit.kind in ("residential_group", "team") else 2
            services.approve(sheet=sheet, by=self._by("lanhdao", at(2021, 7, day, 9)))
        corrected = next(sheet for sheet in sheets if sheet.unit.code == _CORRECTED)
        families = int(self.numbers.text("green.turnout", half, _CORRECTED)) + 12
        services.correct(
            sheet=corrected, key="green.turnout", text=str(families),
            reason="Sửa theo biên bản rà soát ngày 2/7/2021: sót một buổi ra quân.",
            by=self._by("lanhdao", at(2021, 7, 3, 10)),
        )  # fmt: skip

    def _helped(self, sheet: Sheet, texts: Mapping[str, str]) -> None:
        by = self._by("vanphong", at(2021, 6, 29, 10 if sheet.unit.code == _CALLED else 14))
        if sheet.unit.code == _ON_PAPER:
            photo = paper([f"{ROWS[key].label}: {text}" for key, text in texts.items()])
            services.enter_for(sheet=sheet, typed=texts, source="paper", by=by, photo=photo)
            return
        helped = services.enter_for(
            sheet=sheet, typed=texts, source="call", by=by, note="Bác tổ trưởng đọc qua điện thoại."
        )
        owner = self._by(self._hand(sheet), at(2021, 6, 29, 19, 30))
        services.answer_help(helped=helped, agrees=True, by=owner)

    def _mended(self, sheet: Sheet, texts: dict[str, str], by: SignedIn) -> None:
        """One digit too many, sent back with a reason, and sent again."""
        key = "farm.livestock"
        self._entered(sheet, texts | {key: texts[key] + "0"}, by)
        services.send_back(
            sheet=sheet, by=self._by("lanhdao", at(2021, 6, 30, 8, 30)),
            reason="Tổng đàn nhiều gấp mười lần kỳ trước; nhờ bác xem lại có thừa số 0 không.",
        )  # fmt: skip
        again = self._by(self._hand(sheet), at(2021, 6, 30, 17, 45))
        self._entered(sheet, {key: texts[key]}, again)

    def _community(self) -> None:
        """Monthly numbers against the epidemic: June with late groups, July just begun; who serves
        in the teams is asked apart, for it seldom changes.
        """
        for month, keys, opened, due in (
            (6, _MONTHLY, at(2021, 6, 24), date(2021, 7, 3)),
            (7, _MONTHLY[:2], at(2021, 7, 1), date(2021, 7, 31)),
        ):
            code = f"2021-{month:02d}"
            title = f"Phòng, chống dịch COVID-19 tháng {month}/2021"
            one = self._open(f"covid-{code}", title, code, due, list(keys), opened)
            for place, sheet in enumerate(self._sheets(one)):
                self._community_sheet(sheet, keys, place, month)
        title = "Người của Tổ COVID cộng đồng tháng 7/2021"
        one = self._open(
            "covid-teams", title, "2021-07", date(2021, 7, 8), list(_MONTHLY[2:]), at(2021, 7, 1)
        )
        first = self._sheets(one)[0]
        services.confirm_unchanged(sheet=first, by=self._by(self._hand(first), at(2021, 7, 2, 19)))

    def _community_sheet(self, sheet: Sheet, keys: tuple[str, ...], place: int, month: int) -> None:
        code = sheet.unit.code
        if code in _LATE_IN_JUNE if month == 6 else code not in _EARLY_IN_JULY:
            return
        chance = Random(f"covid {month} {code}")
        told = (chance.randint(0, 9), chance.randint(2, 8), chance.randint(3, 6))
        texts = {key: str(number) for key, number in zip(keys, told, strict=False)}
        sent = at(2021, 7, 1 + place % 2, 18, place) if month == 6 else at(2021, 7, 3, 17, place)
        self._entered(sheet, texts, self._by(self._hand(sheet), sent), estimate=month == 7)
        leader = self._by("lanhdao", at(2021, 7, 4, 9))
        if month == 6 and place % 3:
            services.approve(sheet=sheet, by=leader)
        if month == 7 and code == _RETURNED_IN_JULY:
            services.send_back(
                sheet=sheet, by=leader,
                reason="Nhờ bác ghi lại lượt đi từng nhà: phần tháng 6 đã báo ở đợt trước.",
            )  # fmt: skip


def paper(lines: list[str]) -> bytes:
    """This function will draw a sheet of ruled paper as a photograph; names of nobody are on it."""
    picture = Image.new("RGB", (900, 140 + 34 * len(lines)), "#f4efe2")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        y = 90 + 34 * row
        pen.line((60, y + 24, 840, y + 24), fill="#b9c4d6")
        # The letters of the built-in font; what is on the paper is for the eye alone.
        pen.text((70, y), line.encode("ascii", "ignore").decode(), fill="#27324a")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
