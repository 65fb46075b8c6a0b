"""Every act × every role × own unit, another unit, a grant that ended this morning × every door.

A row says which act opens an address. The rest follows: who holds a role with the act in the unit is
let in; whoever does not hold it, holds it elsewhere, or held it until yesterday, is refused with 403
or 404 and writes nothing. An address without a row, or an act that no row asks for, fails the test.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings
from django.urls import URLResolver, get_resolver, reverse

from dongthuan.act.funds import services as funds
from dongthuan.act.ledger import services as ledger
from dongthuan.act.ledger.rules import Line, Nature
from dongthuan.answer.forms import services as forms
from dongthuan.answer.manuscripts import queries as own_words
from dongthuan.answer.manuscripts import services as manuscripts
from dongthuan.answer.manuscripts.rules import Standing
from dongthuan.answer.reports import services as reports
from dongthuan.decide.assembly import services as votes
from dongthuan.decide.assembly.queries import opinions as opinions_told
from dongthuan.decide.assembly.services import opinions
from dongthuan.decide.directives import services as directives
from dongthuan.decide.directives.services import Handed, Seen
from dongthuan.decide.indicators import queries, services
from dongthuan.decide.meetings import services as meetings
from dongthuan.decide.meetings.rules import Named
from dongthuan.doors.cli import main
from dongthuan.ground.audit.actors import LOCAL
from dongthuan.ground.audit.actors import House as Later
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.papers import services as papers
from dongthuan.who.access import services as access
from dongthuan.who.access.models import Grant
from dongthuan.who.access.rules import ROLES
from dongthuan.who.org import services as org
from dongthuan.who.people import queries as peopled
from dongthuan.who.people import services as people
from dongthuan.who.registers import services as registers
from tests.act import statement_files
from tests.act.funds import banking, spendings
from tests.act.funds import roads as giving
from tests.answer.manuscripts import office_files
from tests.answer.manuscripts.test_journey import commented
from tests.answer.office_forms import two_tables, units_down
from tests.cascades import Cascade
from tests.decide.assembly.asking import Asking
from tests.decide.directives.test_folder import PAPER, word
from tests.decide.test_sheets import photograph
from tests.doors.desk import hands
from tests.wards import FOUNDED, sheet_of, told_ward
from tests.who.registers.books import plain_book

pytestmark = pytest.mark.django_db

TODAY = date(2021, 7, 5)
NOW = datetime(2021, 7, 5, 1, 0, tzinfo=UTC)
DRAFT = "Có {people.poor} hộ nghèo."
HEADING = {"title": "Thử", "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc"}


@dataclass(frozen=True)
class House:
    """What the addresses of the rows name, made once for all."""

    ward: object
    at: dict[str, object]


@dataclass(frozen=True)
class Way:
    """A way in: the address, what is sent, and the acts that open it.

    `any_of`: one of these acts in the unit is enough; `also`: each of these is needed besides.
    `anywhere`: the page opens to whoever holds the act in some unit, and shows what lies in its
    reach; a form of it still writes only within the reach.
    """

    name: str
    any_of: tuple[Act, ...] = ()
    also: tuple[Act, ...] = ()
    unit: str = "ward"
    args: Callable[[House], tuple[object, ...]] = lambda house: ()
    query: Callable[[House], str] = lambda house: ""
    send: Callable[[House], dict[str, object]] | None = None
    anywhere: bool = False
    # The address is also a page with a row of its own; a form that is not offered comes back with
    # 422 and has written nothing.
    also_a_page: bool = False
    signed_in: bool = False
    public: bool = False
    needs: str = ""

    @property
    def acts(self) -> set[Act]:
        return {*self.any_of, *self.also}

    def opens_to(self, role: str) -> bool:
        held = ROLES[role].acts
        return any(act in held for act in self.any_of) and all(act in held for act in self.also)

    def address(self, house: House) -> str:
        return reverse(self.name, args=self.args(house)) + self.query(house)


def at(name: str) -> Callable[[House], tuple[object, ...]]:
    return lambda house: (house.at[name],)


def sheet_and(word: object, name: str = "sheet") -> Callable[[House], tuple[object, ...]]:
    return lambda house: (house.at[name], word)


def form(**fields: object) -> Callable[[House], dict[str, object]]:
    """What a form sends; a callable is asked of the house."""
    return lambda house: {
        name.replace("ly_do", "ly-do"): told(house) if callable(told) else told
        for name, told in fields.items()
    }


def asks(key: str, unit: str = "ward") -> Callable[[House], str]:
    return lambda house: f"?key={key}&unit={house.at[unit]}&period=2021-H1"


def seen(unit: str = "ward") -> Callable[[House], str]:
    return lambda house: f"?don-vi={house.at[unit]}&ky=2021-H1"


def of(name: str) -> Callable[[House], object]:
    return lambda house: house.at[name]


_A = Act
_SHEET = (_A.VALUE_ENTER, _A.VALUE_APPROVE, _A.ROUND_OPEN)
_ROUND = (_A.ROUND_OPEN, _A.ROUND_SEE, _A.VALUE_ENTER, _A.VALUE_APPROVE)
PUBLIC = [
    Way(name, public=True)
    for name in (
        "portal:home", "portal:opinions", "portal:check", "portal:check-answer", "portal:about-checking",
        "portal:search", "portal:votes", "portal:ballot", "desk:activate", "desk:pin", "account_login", "api-guide",
        "api:openapi-json",
        "api:list_measures", "api:list_units",
    )
]  # fmt: skip
PUBLIC += [
    Way("portal:works", public=True),
    Way("portal:work", public=True, args=lambda h: ("duong-1",)),
    Way("portal:work-gifts", public=True, args=lambda h: ("duong-1",)),
    Way("portal:work-photo", public=True, args=lambda h: ("duong-1", h.at["photo"])),
    Way("portal:work-voucher", public=True, args=lambda h: ("duong-1", h.at["voucher"])),
    Way("portal:receipt", public=True),
    Way("portal:receipt", public=True, send=form(ma="A" * 18)),
    Way("portal:opinion", public=True, args=at("asked-open")),
    Way("portal:ward", public=True, args=lambda house: ("phuong",)),
    Way("portal:check-word", public=True, send=form(text="Có 5 hộ.")),
    Way("portal:check-slip", public=True, send=form(text="Có 5 hộ.")),
    Way("portal:check-names", public=True, send=form(text="Có 5 hộ.")),
    Way("portal:vote", public=True, args=at("closed-vote")),
    Way("portal:vote-minutes", public=True, args=at("closed-vote")),
    Way("portal:vote-signed", public=True, args=at("closed-vote")),
    Way("portal:figure", public=True, args=lambda h: ("trade.households",), query=seen()),
    Way("portal:figure-panel", public=True, args=lambda h: ("trade.households",), query=seen()),
    Way("api:find", public=True, query=lambda house: "?q=to"),
    Way("api:many", public=True, query=asks("trade.households")),
    Way("api:explain", public=True, query=asks("trade.households")),
    Way("api:told_over_time", public=True, query=asks("trade.households")),
]
SIGNED_IN = [
    Way(name, signed_in=True)
    for name in (
        "desk:today",
        "desk:phone",
        "desk:reports",
        "desk:search",
        "desk:office-forms",
        "account_change_password",
    )
]
_FIGURES = [
    Way(name, (act,), args=lambda h, key=key: (key,), query=seen(), needs=key)
    for key, act in (
        ("people.poor", _A.FIGURE_SEE), ("party.minority", _A.FIGURE_SEE_SENSITIVE),
        ("party.minority:plan.city", _A.FIGURE_SEE_SENSITIVE),
    )
    for name in ("portal:figure", "portal:figure-panel")
]  # fmt: skip
_FIGURES += [
    Way(name, (act,), query=asks(key), needs=key)
    for key, act in (
        ("people.poor", _A.FIGURE_SEE), ("people.poor_rate", _A.FIGURE_SEE),
        ("party.minority", _A.FIGURE_SEE_SENSITIVE),
        ("party.minority:attained.city", _A.FIGURE_SEE_SENSITIVE),
    )
    for name in ("api:many", "api:explain", "api:told_over_time")
]  # fmt: skip
_UNITS = [
    Way("desk:units", (_A.UNIT_SEE,), anywhere=True),
    Way("desk:unit", (_A.UNIT_SEE,), anywhere=True, args=at("group")),
    Way("desk:people", (_A.PEOPLE_SEE,), anywhere=True),
    Way("desk:appoint", (_A.PEOPLE_KEEP,), anywhere=True,
        send=form(unit=of("group"), name="Lê Văn Mẫu", title="Tổ phó", on="5/7/2021")),
    Way("desk:relieve", (_A.PEOPLE_KEEP,), unit="group", anywhere=True,
        send=form(person=of("person"), unit=of("group"), title="Tổ trưởng", on="5/7/2021")),
    *(
        Way("desk:unit-keep", (_A.UNIT_KEEP,), args=lambda h, v=verb: (h.at["group"], v), send=sent)
        for verb, sent in (
            ("doi-ten", form(name="Tổ dân phố Mới", on="5/7/2021", sure="on")),
            ("ket-thuc", form(on="5/7/2021", sure="on")),
            ("chuyen", form(parent=of("ward"), on="5/7/2021", sure="on")),
            ("lap-moi", form(kind="team", name="Tổ dân quân", on="5/7/2021")),
            ("sap-nhap", None),
        )
    ),
]  # fmt: skip
_HOMES = [
    Way("desk:households", (_A.PEOPLE_SEE,), anywhere=True),
    Way("desk:household-roll", (_A.PEOPLE_SEE,), anywhere=True),
    Way("desk:household-changes", (_A.PEOPLE_SEE,), anywhere=True),
    Way("desk:household-new", (_A.PEOPLE_KEEP,), anywhere=True,
        send=form(code="M-9", unit=of("group"), on="5/7/2021", members="Lê Văn Mới; chủ hộ")),
    Way("desk:household", (_A.PEOPLE_SEE,), unit="group", args=at("home")),
    *(
        Way("desk:household-keep", (_A.PEOPLE_KEEP,), unit="group",
            args=lambda h, v=verb: (h.at["home"], v), send=sent)
        for verb, sent in (
            ("dai-dien", form(person=of("dweller"), on="5/7/2021")),
            ("tach", form(members=of("dweller"), code="M-8", on="5/7/2021")),
            ("ket-thuc", form(how="left", on="5/7/2021")),
            ("nhap", None),
        )
    ),
]  # fmt: skip
_OPINIONS = [
    Way("desk:opinions", (_A.OPINION_KEEP,), anywhere=True),
    Way("desk:opinion-new", (_A.OPINION_KEEP,), anywhere=True,
        send=form(unit=of("ward"), title="Quy ước", text="Một đoạn.", opens_on="5/7/2021",
                  closes_on="25/7/2021")),
    *(
        Way(f"desk:{name}", (_A.OPINION_KEEP,), args=at(place), send=sent)
        for name, place, sent in (
            ("opinion", "asked-draft", None), ("opinion-change", "asked-draft", None),
            ("opinion-open", "asked-draft", form()),
            ("opinion-put-off", "asked-open", form(den="30/7/2021", ly_do="Mưa")),
            ("opinion-cancel", "asked-open", form(ly_do="Thôi")),
            ("opinion-publish", "asked-done", form()), ("opinion-paper", "asked-open", None),
            ("opinion-add", "asked-open", form(source="paper", said_on="5/7/2021", lines="Đồng ý.")),
            ("opinion-gather", "asked-open", form(**{"gop-y": of("said"), "chu-de": "Giờ"})),
            ("opinion-answers", "asked-open",
             form(nhom=of("answer"), seen=of("answer-seen"), **{"tra-loi": "not"}, ly_do="Vì")),
            ("opinion-final", "asked-open", form(them="Mục mới.")),
        )
    ),
    Way("desk:opinion-erase", (_A.NOTE_ERASE,), also=(_A.OPINION_KEEP,),
        args=lambda h: (h.at["asked-open"], h.at["told"]), send=form()),
    Way("desk:opinion-ungroup", (_A.OPINION_KEEP,), args=lambda h: (h.at["asked-open"], h.at["told"]),
        send=form()),
]  # fmt: skip
_ACCOUNTS = [
    Way("desk:accounts", (_A.ACCESS_SEE,), anywhere=True),
    Way("desk:account", (_A.ACCESS_SEE,), args=at("user")),
    Way("desk:account-new", (_A.ACCESS_GRANT,), anywhere=True,
        send=form(name="Người Mới", username="moi", role="observer", unit=of("group"),
                  on="5/7/2021", password="mot cau rat dai")),
    Way("desk:account-grant", (_A.ACCESS_GRANT,), args=at("user"),
        send=form(role="observer", unit=of("group"), on="5/7/2021")),
    Way("desk:account-revoke", (_A.ACCESS_GRANT,), args=at("user"), send=form(grant=of("grant"))),
    Way("desk:account-mail", (_A.ACCESS_GRANT,), args=at("user"), send=form(thu="a@phuong.vn")),
    Way("desk:account-slip", (_A.ACCESS_SLIP,), args=at("user"), send=form()),
]  # fmt: skip
_ROUNDS = [
    Way("desk:rounds", (_A.ROUND_SEE,), anywhere=True),
    Way("desk:round-new", (_A.ROUND_OPEN,), anywhere=True),
    Way("desk:round", _ROUND, args=at("round")),
    Way("desk:round-values", _ROUND, args=at("round")),
    Way("desk:round-forms", _ROUND, args=at("round")),
    Way("desk:round-form", _SHEET, unit="group", args=lambda h: (h.at["round"], h.at["group"])),
    Way("desk:round-files", _ROUND, args=at("round")),
    Way("desk:round-files", (_A.VALUE_ENTER,), unit="group", args=at("round"), also_a_page=True,
        send=form(**{"viec": "nhan", "dong": "0", "don-vi-0": of("sheet"), "nguon-0": "a.xlsx",
                     "khoi-0": "land.given\t5\t0.0"})),
    Way("desk:round-blank", _SHEET, args=lambda h: (h.at["round"], "bang")),
    Way("desk:round-blank-one", _SHEET, unit="group",
        args=lambda h: (h.at["round"], h.at["group"])),
    Way("desk:round-owing", (_A.ROUND_OPEN, _A.VALUE_APPROVE), args=at("round")),
    Way("desk:round-approve", (_A.VALUE_APPROVE,), args=at("round"),
        send=form(phieu=lambda h: f"{h.at['sent']}.{h.at['step']}")),
    Way("desk:round-close", (_A.ROUND_OPEN,), args=at("round"), send=form()),
    Way("desk:definitions", (_A.ROUND_SEE,), anywhere=True),
    Way("desk:definition", (_A.ROUND_SEE,), anywhere=True, args=lambda h: ("people.poor",)),
    Way("desk:definition-new", (_A.INDICATOR_DEFINE,), anywhere=True),
    Way("desk:definition-change", (_A.INDICATOR_DEFINE,), anywhere=True,
        args=lambda h: ("people.poor",)),
    Way("desk:definition-retire", (_A.INDICATOR_DEFINE,), anywhere=True,
        args=lambda h: ("people.poor",)),
    Way("desk:targets", (_A.FIGURE_SEE,), anywhere=True),
    Way("desk:target-set", (_A.TARGET_SET,), anywhere=True,
        send=form(unit=of("ward"), measure="people.poor", period="năm 2021",
                  owner_new="UBND tỉnh", value="3")),
]  # fmt: skip
_SHEETS = [
    Way("desk:sheet", _SHEET, unit="group", args=at("sheet")),
    Way("desk:sheet", (_A.VALUE_ENTER,), unit="group", args=at("sheet"), also_a_page=True,
        send=form(**{"o-land.given": "5", "viec": "luu"})),
    Way("desk:sheet-help", (_A.VALUE_HELP,), unit="ward", args=at("sheet"),
        send=form(**{"o-land.given": "5", "nguon": "call"})),
    Way("desk:help-photo", _SHEET, unit="group", args=lambda h: (h.at["helped"], h.at["help"])),
    Way("desk:sheet-answer", (_A.VALUE_APPROVE,), unit="group", args=sheet_and("duyet", "sent"),
        send=form(buoc=of("step"))),
    Way("desk:sheet-answer", (_A.VALUE_APPROVE,), unit="group", args=sheet_and("tra-lai", "sent"),
        send=form(ly_do="Xem lại")),
    Way("desk:sheet-answer", (_A.VALUE_REOPEN,), args=sheet_and("mo-lai", "approved"),
        send=form(ly_do="Xem lại")),
    Way("desk:sheet-answer", (_A.VALUE_ANSWER,), unit="group", args=sheet_and("dung", "helped"),
        send=form(lan=of("help"))),
    Way("desk:sheet-ask", (_A.VALUE_APPROVE,), unit="group", args=at("sent"),
        send=form(**{"vi-sao-land.given": "Xem lại", "buoc": of("step")})),
    Way("desk:sheet-asked", (_A.VALUE_ENTER,), unit="group", args=at("asked"),
        send=form(**{"dung-land.fields": "1"})),
    Way("desk:value-correct", (_A.VALUE_CORRECT,), args=sheet_and("people.poor", "approved"),
        send=form(so="8", thay="1.0", ly_do="Rà soát")),
    Way("desk:phone-sheet", (_A.VALUE_ENTER,), unit="group", args=at("sheet"),
        send=form(**{"o-land.given": "5", "viec": "luu"})),
    Way("desk:phone-same", (_A.VALUE_ENTER,), unit="group", args=at("same"), send=form()),
    Way("desk:phone-help", (_A.VALUE_ANSWER,), unit="group", args=at("helped"),
        send=form(lan=of("help"), viec="dung")),
    Way("desk:phone-done", _SHEET, unit="group", args=at("sent")),
]  # fmt: skip
_REPORTS = [
    Way("desk:report-begin", (_A.REPORT_WRITE,), anywhere=True,
        send=form(unit=of("ward"), issuer=of("party"), code="2021-H1", template="empty",
                  title="Thử", body_code="ĐU", place="Bảo Lộc", body="Đảng ủy", upper_body="x")),
    Way("desk:report", (_A.REPORT_SEE,), args=at("draft")),
    Way("desk:report", (_A.REPORT_SEE,), args=at("issued")),
    Way("desk:report-write", (_A.REPORT_WRITE,), args=at("draft"),
        send=form(text=DRAFT, seen="1", **HEADING)),
    Way("desk:report-replace", (_A.REPORT_WRITE,), args=at("issued"), send=form()),
    Way("desk:report-issue", (_A.REPORT_ISSUE,), args=at("draft"), send=form(on="2021-07-05")),
    Way("desk:report-verify", (_A.REPORT_SEE,), args=at("issued")),
    Way("desk:report-returned", (_A.REPORT_SEE,), also=(_A.TEXT_CHECK,), args=at("issued"),
        send=form(tep=lambda house: io.BytesIO(b"x"))),
    Way("desk:report-download", (_A.REPORT_SEE,), args=lambda h: (h.at["issued"], "docx")),
    Way("desk:report-download", (_A.REPORT_SEE,), args=lambda h: (h.at["draft"], "docx")),
    Way("desk:words", (_A.REPORT_WRITE,), anywhere=True),
    Way("desk:words", (_A.REPORT_WRITE,), anywhere=True, also_a_page=True,
        send=form(unit=of("ward"), issuer=of("party"),
                  tep=lambda house: io.BytesIO(office_files.party_report()))),
    Way("desk:word", (_A.REPORT_WRITE,), args=at("word")),
    Way("desk:word-settle", (_A.REPORT_WRITE,), args=at("word"), send=form(lam="giu-het")),
    Way("desk:word-new", (_A.REPORT_WRITE,), also=(_A.INDICATOR_DEFINE,), args=at("word")),
    Way("desk:word-new", (_A.REPORT_WRITE,), also=(_A.INDICATOR_DEFINE,), args=at("word"),
        send=form(**{"chon-0": "on"})),
    Way("desk:word-number", (_A.REPORT_WRITE,), args=lambda h: (h.at["word"], 0)),
    Way("desk:word-number", (_A.REPORT_WRITE,), args=lambda h: (h.at["word"], 0),
        send=form(muc="people.poor")),
    Way("desk:word-begin", (_A.REPORT_WRITE,), args=at("word"), send=form(ky="2021-H1")),
    Way("desk:word-original", (_A.REPORT_WRITE,), args=at("word")),
    Way("desk:word-ask", (_A.ROUND_OPEN,), also=(_A.REPORT_WRITE,), args=at("own"), send=form()),
    Way("desk:draft-returned", (_A.REPORT_WRITE,), args=at("own"),
        send=form(tep=lambda house: io.BytesIO(office_files.party_report()))),
    Way("desk:draft-remarks", (_A.REPORT_WRITE,), args=at("own")),
    Way("desk:draft-answer", (_A.REPORT_WRITE,), args=lambda h: (h.at["own"], h.at["remark"]),
        send=form(lam="done")),
    Way("desk:draft-compared", (_A.REPORT_WRITE,), args=at("own")),
    Way("desk:draft-slip", (_A.REPORT_WRITE,), args=at("own")),
    Way("desk:statements", (_A.REPORT_SEE,), anywhere=True),
    Way("desk:statements", (_A.REPORT_WRITE,), anywhere=True, also_a_page=True,
        send=form(unit=of("ward"), kind="Xếp loại", year="2020", words="Xuất sắc")),
    Way("desk:terms", (_A.REPORT_SEE,), anywhere=True),
    Way("desk:terms", (_A.REPORT_ISSUE,), anywhere=True, also_a_page=True,
        send=form(body=of("party"), label="2025 – 2030", on="6/7/2021")),
    Way("desk:trail", (_A.AUDIT_SEE,), anywhere=True),
]  # fmt: skip
_FORMS = [
    Way("desk:office-form-new", (_A.REPORT_WRITE,), anywhere=True,
        send=form(unit=of("ward"), ky="2021-H1", tep=lambda house: SimpleUploadedFile("bieu.xlsx", two_tables()))),
    Way("desk:office-form", (_A.REPORT_SEE,), args=at("form")),
    Way("desk:office-form-bind", (_A.REPORT_WRITE,), args=lambda h: (h.at["form"], 0),
        send=form(**{"t-c0-3": "Hộ nghèo", "seen": "2"})),
    *(
        Way("desk:office-form-change", (_A.REPORT_WRITE,), args=lambda h, v=verb: (h.at["form"], v), send=sent)
        for verb, sent in (
            ("dat", form(title="Biểu 1", absent="x")), ("thoi-dung", form()),
            ("hoan-tac", form(**{"trang-tinh": "0"})),
        )
    ),
    Way("desk:office-form-fill", (_A.REPORT_WRITE,), args=at("form"), send=form(ky="2021-H1")),
    Way("desk:office-form-filled", (_A.REPORT_SEE,), args=lambda h: (h.at["form"], h.at["fill"])),
    Way("desk:office-form-file", (_A.REPORT_SEE,), args=lambda h: (h.at["form"], h.at["fill"])),
    Way("desk:office-form-compare", (_A.REPORT_SEE,), args=lambda h: (h.at["form"], h.at["fill"])),
]  # fmt: skip
_FILES = [
    Way("importing:runs", (_A.PEOPLE_KEEP, _A.UNIT_KEEP, _A.VALUE_ENTER, _A.DOCUMENT_KEEP), anywhere=True,
        send=form(so="households", **{"don-vi": of("ward"), "tu-ngay": "2021-07-05"},
                  tep=lambda house: register_file())),
    Way("importing:run", (_A.PEOPLE_KEEP,), args=at("register")),
    Way("importing:troubles", (_A.PEOPLE_KEEP,), args=at("register")),
    Way("importing:gone", (_A.PEOPLE_KEEP,), args=at("register")),
    Way("importing:settle", (_A.PEOPLE_KEEP,), args=at("register"),
        send=form(bang=of("print"), **{"cot-1": "name", "cot-2": "born", "cot-3": "home",
                                       "cot-4": "unit"})),
    *(
        Way("importing:step", (_A.PEOPLE_KEEP,), args=lambda h, v=verb, r=run: (h.at[r], v),
            send=form())
        for verb, run in (("doc-thu", "fresh"), ("nhap", "register"), ("xoa", "register"),
                          ("hoan-tac", "taken"))
    ),
]  # fmt: skip
_DOCUMENTS = [
    Way("desk:documents", (_A.DOCUMENT_SEE,), anywhere=True),
    Way("desk:coverage", (_A.DOCUMENT_SEE,), anywhere=True),
    Way("desk:document-new", (_A.DOCUMENT_KEEP,), anywhere=True,
        send=form(unit=of("ward"), issuer="khac", issuer_name="Thành ủy", kind="chi-thi",
                  symbol="9-CT/TU", signed_on="5/3/2021", subject="Về việc thử")),
    Way("desk:document-folder", (_A.DOCUMENT_KEEP,), anywhere=True,
        send=form(unit=of("ward"), tep=lambda house: SimpleUploadedFile("a.docx", word(*PAPER)))),
    Way("desk:clause", (_A.DOCUMENT_SEE,), args=at("clause")),
    *(
        Way(name, (_A.DOCUMENT_SEE,), args=at("plan"))
        for name in ("desk:document", "desk:document-file", "desk:chain", "desk:clauses")
    ),
    Way("desk:clauses", (_A.DOCUMENT_KEEP,), args=at("plan"), also_a_page=True,
        send=form(viec="them", text="Báo cáo hằng quý.")),
    Way("desk:document-amend", (_A.DOCUMENT_KEEP,), args=at("plan"),
        send=form(ban="2", subject="Về việc khác", reason="gõ nhầm")),
    Way("desk:document-attach", (_A.DOCUMENT_KEEP,), args=at("directive"),
        send=form(tep=lambda house: io.BytesIO(office_files.party_report()))),
    Way("desk:document-link", (_A.DOCUMENT_KEEP,), args=at("plan"),
        send=form(relation="implements", symbol="04-NQ/TW")),
    Way("desk:derive", (_A.DOCUMENT_KEEP,), args=at("plan"),
        send=form(so="04-NQ/TW", tu=of("clause"), dong="")),
    Way("desk:underive", (_A.DOCUMENT_KEEP,), args=lambda h: (h.at["plan"], h.at["edge"]),
        send=form()),
]  # fmt: skip
_TASKS = [
    Way("desk:tasks", (_A.TASK_SEE,), anywhere=True),
    Way("desk:progress", (_A.TASK_SEE,), anywhere=True),
    Way("desk:task-reminders", (_A.TASK_ASSIGN,), anywhere=True),
    Way("desk:task-assign", (_A.TASK_ASSIGN,), anywhere=True),
    Way("desk:task-assign", (_A.TASK_ASSIGN,), anywhere=True, also_a_page=True,
        send=form(title="Thử", product="Ảnh", due="31/7/2021", unit=of("ward"), leads=of("group"),
                  **{"dieu-khoan": of("line")})),
    Way("desk:assignment", (_A.TASK_SEE,), unit="group", args=at("assignment")),
    Way("desk:assignment-owing", (_A.TASK_ASSIGN, _A.TASK_ACCEPT), args=at("assignment")),
    Way("desk:task", (_A.TASK_SEE,), unit="group", args=at("task")),
    Way("desk:task-product", (_A.TASK_SEE,), unit="group",
        args=lambda h: (h.at["reported"], h.at["product"])),
    *(
        Way("desk:task-step", (act,), unit=unit, args=lambda h, o=one, v=verb: (h.at[o], v), send=sent)
        for act, unit, one, verb, sent in (
            (_A.TASK_DO, "group", "task", "nhan", form(buoc="1")),
            (_A.TASK_DO, "group", "task", "bat-dau", form(buoc="1")),
            (_A.TASK_DO, "group", "task", "tien-do", form(buoc="1", words="Đã họp")),
            (_A.TASK_DO, "group", "task", "bao-ket-qua", form(buoc="1", paper="Biên bản")),
            (_A.TASK_ACCEPT, "ward", "reported", "nghiem-thu",
             form(buoc="4", timely="co", exceeded="khong")),
            (_A.TASK_ACCEPT, "ward", "reported", "tra-lai", form(buoc="4", reason="Thiếu ảnh")),
            (_A.TASK_ACCEPT, "ward", "accepted", "huy-nghiem-thu", form(buoc="3", reason="Nhầm")),
            (_A.TASK_ASSIGN, "ward", "task", "doi-han",
             form(buoc="1", to="31/8/2021", reason="Mưa")),
            (_A.TASK_ASSIGN, "ward", "task", "thu-hoi", form(buoc="1", reason="Thôi")),
            (_A.TASK_ASSIGN, "ward", "task", "chuyen-don-vi",
             form(buoc="1", unit=of("next"), reason="Nhờ")),
        )
    ),
    Way("desk:phone-task", (_A.TASK_DO,), unit="group", args=at("task"),
        send=form(buoc="1", paper="Biên bản")),
    Way("desk:phone-task-done", (_A.TASK_DO,), unit="group", args=at("reported")),
]  # fmt: skip
_MEETING_HEAD = {
    "title": "Thử", "day": "2021-07-05", "begins": "9:00", "ends": "10:00", "place": "Phường",
    "chair": "Lê Thử – Bí thư", "roll": "none",
}  # fmt: skip
_MEETINGS = [
    Way("desk:meetings", (_A.MEETING_SEE,), anywhere=True),
    Way("desk:meeting-new", (_A.MEETING_KEEP,), anywhere=True,
        send=form(unit=of("ward"), kind="working", **_MEETING_HEAD)),
    Way("desk:meeting", (_A.MEETING_SEE,), args=at("called")),
    Way("desk:meeting-change", (_A.MEETING_KEEP,), args=at("called"),
        send=form(seen=of("called-seen"), **_MEETING_HEAD)),
    Way("desk:meeting-notice", (_A.MEETING_SEE,), args=at("called")),
    Way("desk:meeting-notice", (_A.MEETING_KEEP,), args=at("called"), also_a_page=True, send=form()),
    Way("desk:meeting-cancel", (_A.MEETING_KEEP,), args=at("called"), send=form(ly_do="Mưa")),
    Way("desk:meeting-papers", (_A.MEETING_KEEP,), args=at("called"),
        send=form(tep=lambda house: SimpleUploadedFile("a.pdf", b"%PDF-1.4"))),
    Way("desk:meeting-paper", (_A.MEETING_SEE,), args=lambda h: (h.at["called"], h.at["paper"])),
    Way("desk:meeting-paper-back", (_A.MEETING_KEEP,),
        args=lambda h: (h.at["called"], h.at["paper"]), send=form()),
    Way("desk:meeting-roll", (_A.MEETING_KEEP,), args=at("called"),
        send=form(viec="ten", ten="Lê Mới")),
    Way("desk:meeting-roll-call", (_A.MEETING_KEEP,), args=at("called"),
        send=form(**{"con-lai": "1"})),
    Way("desk:meeting-record", (_A.MEETING_KEEP,), args=at("held"),
        send=form(**{"n0-text": "Thống nhất"})),
    Way("desk:meeting-minutes", (_A.MEETING_SEE,), args=at("held")),
    Way("desk:meeting-minutes", (_A.MEETING_SIGN,), args=at("held"), also_a_page=True,
        send=form(**{"ket-thuc": "8:00", "seen": of("held-seen")})),
    Way("desk:meeting-minutes-file", (_A.MEETING_SEE,), args=lambda h: (h.at["minuted"], 1)),
    Way("desk:meeting-resolve", (_A.DOCUMENT_KEEP,), args=at("minuted"),
        send=form(kind="nghi-quyet", subject="Thử", body_code="UBND", on="2021-07-05",
                  signer_name="Lê Thử", **{"quyet-dinh": of("decision")})),
    Way("desk:meeting-reopen", (_A.MEETING_SIGN,), args=at("minuted"), send=form(ly_do="Thiếu")),
    Way("desk:calendar", (_A.MEETING_SEE,), anywhere=True),
    Way("desk:entry-new", (_A.MEETING_KEEP,), anywhere=True,
        send=form(unit=of("ward"), title="Thử", day="2021-07-05", begins="9:00", ends="10:00")),
    Way("desk:entry", (_A.MEETING_SEE,), args=at("entry")),
    Way("desk:entry", (_A.MEETING_KEEP,), args=at("entry"), also_a_page=True,
        send=form(viec="huy")),
    Way("desk:calendar-sources", (_A.MEETING_SEE,), anywhere=True),
    Way("desk:calendar-sources", (_A.MEETING_SEE,), anywhere=True, also_a_page=True,
        send=form(**{"don-vi": of("ward")})),
]  # fmt: skip
_PLAN = {"title": "Đường thử", "purpose": "Đi lại", "asking": "appeal"}
_PAPER = {"number": "01", "on": "2021-05-10", "households": "300", "yes": "299",
          "minutes": lambda house: minutes_file()}  # fmt: skip
_GIVING = [
    Way("desk:works", (_A.FUND_SEE,), anywhere=True),
    Way("desk:work-new", (_A.FUND_KEEP,), anywhere=True,
        send=form(unit=of("ward"), kind="work", code="duong-thu", **_PLAN)),
    Way("desk:valuations", (_A.FUND_KEEP,), anywhere=True,
        send=form(unit=of("ward"), kind="labour", what="công", measured_in="ngày", dong="300.000",
                  from_day="2021-01-01", document="QĐ 1")),
    Way("desk:holders", (_A.RECEIPTS_HAND,), anywhere=True,
        send=form(unit=of("ward"), kind="bank", code="NH9", name="Ngân hàng", account_number="123",
                  account_name="UBND", bank_bin="970405", posted_on="2021-05-01")),
    Way("desk:receipt-books", (_A.RECEIPTS_HAND, _A.GIFT_TAKE), anywhere=True),
    Way("desk:receipt-book-new", (_A.RECEIPTS_HAND,), anywhere=True,
        send=form(unit=of("ward"), code="PT99", first="1", last="1", paper="a6")),
    Way("desk:receipt-book", (_A.RECEIPTS_HAND,), args=at("receipts")),
    Way("desk:receipt-book-step", (_A.RECEIPTS_HAND,), args=sheet_and("giao", "printed-book"),
        send=form(nguoi=of("collector"))),
    Way("desk:cash", (_A.CASH_HAND, _A.LEDGER_SEE), anywhere=True),
    Way("desk:handover", (_A.LEDGER_SEE,), args=at("deposit")),
    Way("desk:handover-answer", (_A.STATEMENT_MATCH,), also=(_A.LEDGER_SEE,),
        args=sheet_and("nhan", "deposit"), send=form(**{"giay-nop": "NT0009"})),
    Way("desk:gift", (_A.LEDGER_SEE, _A.GIVER_SEE), args=at("gift")),
    Way("desk:gift-step", (_A.GIVER_SEE,), args=sheet_and("nguoi-gop", "gift"), send=form()),
    Way("desk:gift-step", (_A.GIFT_TAKE,), also=(_A.LEDGER_SEE,), args=sheet_and("ten-hien", "gift"),
        send=form(ten="Bà Mẫu")),
    Way("desk:gift-step", (_A.NOTE_ERASE,), also=(_A.LEDGER_SEE,), args=sheet_and("xoa-ten", "gift"),
        send=form()),
    Way("desk:gift-step", (_A.LEDGER_POST,), args=sheet_and("huy-ghi", "gift-held"), send=form(ly_do="Nhầm")),
    Way("desk:work", (_A.FUND_SEE,), args=at("road")),
    Way("desk:work-gifts", (_A.FUND_SEE,), args=at("road")),
    Way("desk:work-money", (_A.FUND_SEE,), args=at("road")),
    Way("desk:work-minutes", (_A.FUND_SEE,), args=lambda h: (h.at["road"], h.at["basis"])),
    Way("desk:work-change", (_A.FUND_KEEP,), args=at("road"), send=form(seen=of("road-seen"), **_PLAN)),
    Way("desk:work-plans", (_A.FUND_KEEP,), args=at("road"),
        send=form(design=lambda house: SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"))),
    Way("desk:work-plan-file", (_A.FUND_SEE,), args=lambda h: (h.at["road"], "design")),
    Way("desk:work-paper", (_A.FUND_KEEP,), args=at("road-planned"), send=form(**_PAPER)),
    Way("desk:work-call", (_A.FUND_KEEP,), args=at("road-planned")),
    Way("desk:work-step", (_A.FUND_KEEP,), args=sheet_and("thoi", "road-planned"),
        send=form(ly_do="Không làm")),
    Way("desk:work-progress", (_A.FUND_KEEP,), args=at("road"), send=form(on="2021-07-01", percent="20")),
    Way("desk:work-accept", (_A.WORK_ACCEPT,), args=at("road-building"),
        send=form(on="2021-07-01", supervisors="3", minutes=lambda house: minutes_file())),
    Way("desk:work-settle", (_A.WORK_ACCEPT,), args=at("road-accepted"), send=form(on="2021-07-01")),
    Way("desk:work-surplus", (_A.WORK_ACCEPT,), args=at("road-settled"),
        send=form(manner="keep", dong="50.000", **_PAPER)),
    Way("desk:gifts-enter", (_A.GIFT_TAKE,), args=at("road"),
        send=form(quyen=of("receipts"), ngay="2021-07-01", so="44", loai="cash", tien="500.000")),
    Way("desk:phone-giving", (_A.GIFT_TAKE,), anywhere=True),
]  # fmt: skip
_VOTE = {"matter": "other", "title": "Thử?", "channels": "paper", "opens_on": "2021-07-05",
         "closes_on": "2021-07-06"}  # fmt: skip
_VOTES = [
    Way("desk:votes", (_A.VOTE_SEE,), anywhere=True),
    Way("desk:vote-new", (_A.VOTE_KEEP,), anywhere=True, send=form(groups=of("group"), **_VOTE)),
    Way("desk:vote", (_A.VOTE_SEE,), args=at("asked-vote")),
    Way("desk:vote-minutes", (_A.VOTE_SEE,), args=at("closed-vote")),
    Way("desk:vote-signed", (_A.VOTE_SEE,), args=at("closed-vote")),
    Way("desk:vote-keep-signed", (_A.VOTE_CLOSE,), args=at("closed-vote"),
        send=form(tep=lambda house: SimpleUploadedFile("a.pdf", b"%PDF-1.4 y"), **{"da-xem": "on"})),
    Way("desk:vote-paper-ballots", (_A.VOTE_COUNT,), args=at("asked-vote")),
    Way("desk:vote-change", (_A.VOTE_KEEP,), args=at("draft-vote"),
        send=form(groups=of("group"), seen=of("draft-seen"), **_VOTE)),
    Way("desk:vote-meet", (_A.VOTE_KEEP,), args=lambda h: (h.at["draft-vote"], h.at["group"]),
        send=form(**{"cuoc-hop": ""})),
    Way("desk:vote-freeze", (_A.VOTE_KEEP,), args=at("draft-vote"), send=form(seen=of("draft-seen"))),
    Way("desk:vote-extend", (_A.VOTE_KEEP,), args=at("asked-vote"),
        send=form(den="1/8/2021", ly_do="Mưa lớn", seen=of("asked-seen"))),
    Way("desk:vote-cancel", (_A.VOTE_KEEP,), args=at("asked-vote"), send=form(ly_do="Thôi")),
    Way("desk:vote-close", (_A.VOTE_CLOSE,), args=at("ended-vote"), send=form(seen=of("ended-seen"))),
    Way("desk:vote-publish", (_A.VOTE_CLOSE,), args=at("unpublished-vote"), send=form()),
    Way("desk:vote-recognise", (_A.VOTE_RECOGNISE,), args=at("closed-vote"),
        send=form(**{"tra-loi": "co", "so-ky-hieu": "9/QĐ-UBND", "ngay-ky": "2021-07-05"})),
    Way("desk:vote-roll", (_A.PEOPLE_SEE,), also=(_A.VOTE_SEE,), args=at("asked-vote")),
    Way("desk:vote-changes", (_A.VOTE_CLOSE,), args=at("asked-vote"),
        send=form(cho=lambda h: f"{h.at['moved']} left", theo="khong", ly_do="Chuyển sau")),
    Way("desk:vote-slips", (_A.VOTE_COUNT,), args=at("asked-vote"), send=form(to=of("group"))),
    Way("desk:vote-papers", (_A.VOTE_COUNT,), args=at("asked-vote"), send=form(phieu="2 đ")),
    Way("desk:vote-boards", (_A.VOTE_COUNT,), args=at("asked-vote"),
        send=form(cach="hands", so="2", **{"danh-dau": "1"})),
    Way("desk:vote-doubts", (_A.VOTE_COUNT,), args=at("asked-vote")),
    Way("desk:vote-doubt", (_A.VOTE_COUNT,),
        args=lambda h: (h.at["asked-vote"], h.at["doubted"]), send=form(giu="phone", ly_do="Hộ nói")),
]  # fmt: skip
_BANK = [
    Way("desk:bank", (_A.STATEMENT_MATCH,), anywhere=True),
    Way("desk:bank", (_A.STATEMENT_MATCH,), also_a_page=True, anywhere=True,
        send=form(**{"tai-khoan": of("bank"), "tep": lambda house: bank_file()})),
    Way("desk:bank-file", (_A.STATEMENT_MATCH,), args=at("bank-laid")),
    *(
        Way("desk:bank-file-do", (_A.STATEMENT_MATCH,), args=sheet_and(verb, "bank-laid"), send=sent)
        for verb, sent in (
            ("cot", form(**{"cot-1": "on", "cot-3": "credit"})), ("lay", form()), ("bo", form()),
        )
    ),
    Way("desk:bank-lines", (_A.STATEMENT_MATCH,), args=at("bank")),
    Way("desk:bank-posting", (_A.RECEIPTS_HAND,), also=(_A.STATEMENT_MATCH,), args=at("bank"),
        send=form(document="TB 1", from_day="2021-07-01")),
    Way("desk:bank-explained", (_A.STATEMENT_MATCH,), args=at("bank")),
    Way("desk:bank-line-do", (_A.STATEMENT_MATCH,), args=sheet_and("khac", "bank-line"),
        send=form(la="fee")),
    Way("desk:bank-match-end", (_A.STATEMENT_MATCH,), args=at("bank-match"),
        send=form(ly_do="Nhầm")),
]  # fmt: skip
_PAPERS_OF_MONEY = [
    Way("desk:work-prints", (_A.FUND_SEE,), args=at("road")),
    Way("desk:work-print", (_A.FUND_SEE,), args=lambda h: (h.at["road"], "ky-nhan", "pdf")),
    Way("desk:handover-print", (_A.LEDGER_SEE,), args=lambda h: (h.at["handed"], "docx")),
]  # fmt: skip
_BOOK = [
    Way("desk:books", (_A.LEDGER_SEE,), anywhere=True),
    *(
        Way(f"desk:book{page}", (_A.LEDGER_SEE,), args=at("book"))
        for page in ("", "-entries", "-cash", "-journal")
    ),
    Way("desk:book-entry", (_A.LEDGER_SEE,), args=at("posted")),
    Way("desk:book-reverse", (_A.LEDGER_POST,), args=at("posted"), send=form(ly_do="Nhầm")),
    Way("desk:book-new", (_A.LEDGER_CLOSE,), anywhere=True,
        send=form(unit=of("group"), name="Sổ của tổ", on="2021-07-01")),
    Way("desk:book-account", (_A.LEDGER_POST,), args=at("book"),
        send=form(code="635.PHI", name="Phí ngân hàng", nature="expense")),
    Way("desk:book-post", (_A.LEDGER_POST,), args=at("book"),
        send=form(source=of("interest"), target=of("fees"), purpose=of("common"), dong="1.000",
                  words="Phí", on="2021-07-01")),
    Way("desk:book-count", (_A.LEDGER_CLOSE,), args=at("book"),
        send=form(account=of("cash"), on="2021-07-05", dong="0")),
    Way("desk:book-close", (_A.LEDGER_CLOSE,), args=at("book"), send=form(through="2021-07-01")),
    Way("desk:book-opening", (_A.LEDGER_CLOSE,), args=at("book"), send=form(on="2021-05-01")),
]  # fmt: skip
_PAPERS_OF_SPENDING = (_A.SPEND_ASK, _A.SPEND_PAY)
_SPENDING = [
    Way("desk:spends", (_A.FUND_SEE,), anywhere=True),
    Way("desk:spend-new", (_A.SPEND_ASK,), anywhere=True,
        send=form(work=of("road"), dong="5", words="Đá", payee_kind="supplier")),
    Way("desk:spend", (_A.FUND_SEE,), args=at("wish")),
    Way("desk:spend-change", (_A.SPEND_ASK,), args=at("wish"),
        send=form(dong="5", words="Đá", payee_kind="supplier", seen="1")),
    Way("desk:voucher-add", _PAPERS_OF_SPENDING, args=at("wish"),
        send=form(anh=lambda house: SimpleUploadedFile("a.jpg", photograph()))),
    *(
        Way("desk:spend-step", (act,), args=lambda h, o=one, v=verb: (h.at[o], v), send=sent)
        for act, one, verb, sent in (
            (_A.SPEND_APPROVE, "wish", "duyet", form(ban="1")),
            (_A.SPEND_APPROVE, "wish", "tra-lai", form(ban="1", ly_do="Thiếu")),
            (_A.SPEND_ASK, "wish", "thoi", form(ban="1")),
            (_A.SPEND_PAY, "let", "chi-tien", form(ban="2")),
        )
    ),
    Way("desk:voucher", (_A.LEDGER_SEE, _A.SPEND_APPROVE, *_PAPERS_OF_SPENDING), args=at("voucher")),
    Way("desk:voucher-cover", _PAPERS_OF_SPENDING, args=at("voucher"), send=form(o="0-0")),
    Way("desk:voucher-withdraw", _PAPERS_OF_SPENDING, args=at("voucher"), send=form()),
    Way("desk:payment", (_A.FUND_SEE,), args=at("payment")),
    Way("desk:payment-turn", (_A.LEDGER_POST,), args=at("payment"), send=form(ly_do="Nhầm")),
]  # fmt: skip
WAYS = [
    *_GIVING, *_BANK, *_PAPERS_OF_MONEY, *_BOOK, *_SPENDING,
    *_DOCUMENTS, *_MEETINGS, *_VOTES, *_FORMS, *_FIGURES, *_UNITS, *_HOMES, *_OPINIONS,
    *_ACCOUNTS, *_ROUNDS, *_SHEETS, *_REPORTS,
    *_FILES, *_TASKS,
]  # fmt: skip
# Addresses that answer nobody: the reason stands beside each.
ELSEWHERE = {
    "desk:cash-hand": "is opened by whose cash it is; tested with the pages of giving",
    "desk:phone-take": "is opened by whose receipt book it is; tested with the pages of giving",
    "desk:calendar-feed": "is opened by a secret address; tested with the calendar",
    "account_logout": "ends a session and asks for no act; tested with signing in",
    "api:api-root": "names the door for the library; nothing is there",
    "None": "says of every other address under /api that nothing is there",
}
# Acts that no address asks for.
WITHOUT_A_DOOR = {
    Act.SIGN_IN: "is noted of whoever signs in; nobody holds it",
    Act.SIGN_REFUSED: "is noted of whoever could not sign in",
    Act.DEVICE_BIND: "is noted of whoever spends a slip; the slip is the right",
    Act.PIN_CHOOSE: "is noted with the phone that was bound",
    Act.VOTE_CAST: "is noted of a household that spends a slip; the slip is the right",
    Act.AUDIT_SEAL: "is the daily work of the house",
    Act.TEXT_CHECK: "is asked by the command below, and by the page of a returned file",
}  # fmt: skip


def register_file(home: str = "K-1") -> io.BytesIO:
    """A register of one household, as a browser sends it."""
    heads = ("STT", "Họ tên", "Ngày sinh", "Mã hộ", "Tổ")
    file = io.BytesIO(plain_book(heads, [(1, "Lê Thử", "1960", home, "Tổ 1")]))
    file.name = "so.xlsx"
    return file


def minutes_file() -> io.BytesIO:
    """Signed minutes, as a browser sends them."""
    file = io.BytesIO(b"%PDF-1.4 bien ban")
    file.name = "bien-ban.pdf"
    return file


def bank_file() -> io.BytesIO:
    """A statement of another month, as a browser sends it."""
    file = io.BytesIO(statement_files.xlsx(statement_files.vietinbank()))
    file.name = "sao-ke.xlsx"
    return file


def addresses() -> Iterator[str]:
    """The name of every address that the house answers."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, ":".join(filter(None, (space, one.namespace))))
            else:
                yield f"{space}:{one.name}" if space else str(one.name)

    yield from walk(get_resolver(), "")


def test_every_address_stands_in_the_matrix():
    named = {way.name for way in (*WAYS, *PUBLIC, *SIGNED_IN)} | set(ELSEWHERE)
    assert set(addresses()) == named


def test_every_act_opens_some_door_or_says_why_not():
    asked = {act for way in WAYS for act in way.acts}
    assert set(Act) - asked - set(WITHOUT_A_DOOR) == set()
    assert asked & (set(WITHOUT_A_DOOR) - {Act.TEXT_CHECK}) == set()


def test_every_act_of_every_role_is_somebodys_and_every_role_does_something():
    held = {act for role in ROLES.values() for act in role.acts}
    nobodys = {Act.SIGN_IN, Act.SIGN_REFUSED, Act.DEVICE_BIND, Act.PIN_CHOOSE, Act.AUDIT_SEAL,
               Act.VOTE_CAST}  # fmt: skip
    assert set(Act) - held == nobodys
    assert all(role.acts for role in ROLES.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _this_morning(settings, folder):
    settings.CLOCK = NOW
    settings.FILES_ROOT = folder


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, folder):
    """The house of all tests of this file: each undoes what it did, and the last leaves nothing."""
    with (
        django_db_blocker.unblock(), override_settings(CLOCK=NOW, FILES_ROOT=folder),
        transaction.atomic(),
    ):  # fmt: skip
        yield _house()
        transaction.set_rollback(True)


def _house():
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    services.set_target(key="party.minority", unit=ward.ward, code="2021", owner="city",
                        owner_words="Thành ủy giao", value=7, by=ward.house)  # fmt: skip
    ward.define("land.given", "Hộ hiến đất", level="residential_group")
    due = ward.round("2021-H1", "land.given")
    ward.send(due, ward.groups[1], land__given="3", approve=False)
    sent = ward.sheet(due, ward.groups[1])
    # The sheet of a group that waits, one that was sent, one that was entered for its group.
    ward.define("land.metres", "Mét vuông đất hiến")
    other = ward.round("2021-H1", "land.metres")
    helped = ward.sheet(other, ward.groups[0])
    told = services.enter_for(sheet=helped, typed={"land.metres": "9"}, source="paper",
                              by=ward.clerk, photo=photograph())  # fmt: skip
    ward.define("land.plots", "Thửa đất")
    told_before = ward.round("2020-H2", "land.plots", due=date(2021, 1, 15))
    ward.send(told_before, ward.groups[0], land__plots="40")
    same = ward.round("2021-H1", "land.plots")
    ward.define("land.fields", "Ruộng đất")
    fields = ward.round("2021-H1", "land.fields")
    asked = ward.send(fields, ward.groups[0], approve=False, land__fields="3")
    services.ask_again(sheet=asked, reasons={"land.fields": "Xem lại"}, by=ward.leader)
    person = people.register(name="Nguyễn Văn Thử", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    draft, issued = (
        reports.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=DRAFT,
                      heading=HEADING, by=ward.leader)
        for _ in range(2)
    )  # fmt: skip
    reports.issue(report=issued, on=TODAY, by=ward.leader)
    word, own, remark = _own_word(ward)
    edition = forms.take_in(unit=ward.ward, title="Biểu", name="b.xlsx", data=units_down(),
                            code="2021-H1", by=ward.clerk).edition  # fmt: skip
    forms.accept(edition=edition, sheets=None, by=ward.clerk)
    filled = forms.fill(edition=edition, code="2021-H1", by=ward.clerk)
    user = hands.user(ward, "Người giữ việc", ("observer", ward.groups[0]), password="")
    fresh, register, taken = (
        registers.keep(kind="households", unit=ward.ward, on=TODAY, data=register_file(home).getvalue(),
                       name="so.xlsx", by=ward.clerk)
        for home in ("K-1", "K-1", "K-2")
    )  # fmt: skip
    for run, do in ((taken, registers.ask_check), (taken, registers.ask_take_in),
                       (register, registers.ask_check)):  # fmt: skip
        do(run=run, by=ward.clerk)
        registers.work(run=run, by=ward.clerk, clock=ward.clock.tick)
    roads = giving.Roads(ward)
    funds.attach(work=roads.work, what="design", stored=roads.minutes("thiet ke"), by=roads.clerk)
    return House(ward, {
        # The bank comes last: what it leaves with the treasurer is promised to nobody.
        **_meetings(ward), **_home(ward), **_opinions(ward), **_votes(Asking(ward)), **_booked(roads), **giving.for_the_doors(roads),
        **banking.for_the_doors(roads),
        "ward": ward.ward.pk, "party": ward.party.pk, "group": ward.groups[0].pk,
        "person": person.pk, "user": user.pk, "grant": Grant.objects.get(user=user).pk,
        "round": due.pk, "sheet": ward.sheet(due, ward.groups[0]).pk, "sent": sent.pk,
        "step": queries.steps(sent)[-1].pk, "same": ward.sheet(same, ward.groups[0]).pk, "helped": helped.pk, "help": told.pk,
        "asked": asked.pk,
        "approved": sheet_of(ward, "people.poor", ward.groups[0]).pk,
        "draft": draft.pk, "issued": issued.pk, "word": word, "own": own, "remark": remark,
        "form": edition.form_id, "fill": filled.pk,
        "fresh": fresh.pk, "register": register.pk,
        "print": register.print, "taken": taken.pk, **_directed(Cascade.over(ward)),
    })  # fmt: skip


def _opinions(ward):
    """A draft, a round with a comment in no group and one in a group, and one ready to be published."""

    def begun(first, last):
        return opinions.begin_round(
            unit=ward.ward, title="Quy ước", text="Giờ yên lặng.", opens_on=first, closes_on=last,
            units=[], by=ward.house,
        )  # fmt: skip

    draft, told, done = (
        begun(date(2021, 6, 1), last)
        for last in (date(2021, 7, 20), date(2021, 7, 20), date(2021, 7, 1))
    )
    for one in (told, done):
        opinions.open_round(round=one, by=ward.house)
    loose, held = (
        opinions.give_comment(round=told, text="Đồng ý cả.", by=ward.house) for _ in range(2)
    )
    group = opinions.group_comments(round=told, comments=[held.pk], theme="Giờ", by=ward.house)
    texts = {row.pk: row.text for row in opinions_told.sections(done)}
    opinions.write_final(round=done, texts=texts, by=ward.house)
    return {
        "asked-draft": draft.pk, "asked-open": told.pk, "asked-done": done.pk, "said": loose.pk,
        "told": held.pk, "answer": group.pk, "answer-seen": group.version,
    }  # fmt: skip


def _home(ward):
    """A household of two."""
    home = people.found_household(
        code="M-1", unit=ward.groups[0], on=FOUNDED, by=ward.house,
        members=[people.NewMember("Lê Văn Một", is_head=True), people.NewMember("Lê Thị Hai")],
    )  # fmt: skip
    [first, _] = peopled.people_of(viewer=ward.house, household=home.pk, on=TODAY)
    return {"home": home.pk, "dweller": first.pk}


def _directed(ward):
    """A plan with its file, a line of which came of a clause from above."""
    directive = ward.document("04-NQ/TW")
    clause = ward.clause(directive, "Đấu tranh ngăn chặn suy thoái.")
    plan = ward.plan()
    file = directives.read_file(office_files.party_report(), "ke-hoach.docx")
    directives.attach(document=plan, file=file, by=ward.clerk)
    line = ward.clause(plan, "Mỗi tổ dân phố có một mô hình.")
    ward.derive(clause, line)
    edge = line.came_from.get()
    ward.derive(ward.clause(directive, "Kiểm tra, giám sát."), line)
    # A task just given, one whose result waits, one that was accepted.
    task, reported, accepted = (ward.task(line, title=f"Việc {n}") for n in range(3))
    ward.report(reported)
    directives.send_back(task=reported, reason="thiếu ảnh", seen=Seen(2), by=ward.leader)
    photo = Handed("Ảnh", photograph())
    directives.report(task=reported, handed=[photo], seen=Seen(3), by=ward.doer(reported))
    ward.through(accepted)
    return {
        "directive": directive.pk, "plan": plan.pk, "clause": clause.pk, "line": line.pk,
        "edge": edge.pk, "task": task.pk, "assignment": task.assignment_id,
        "reported": reported.pk, "accepted": accepted.pk, "next": ward.groups[1].pk,
        "product": reported.steps.get(number=4).products.get().pk,
    }  # fmt: skip


def _booked(roads):
    """The book of a road with money in it; what was asked for, let, and paid out of it."""
    roads.give(47, 900_000)
    roads.moved(roads.c1, roads.tq)
    book, by = roads.ledger, roads.accountant
    lines = (Line("112.TQ", 5, "duong-1"), Line("511.TM", -5, "duong-1"))
    posted = ledger.post(book=book, on=by.today, lines=lines, words="Thử", by=by)
    fees, interest = (
        ledger.open_account(book=book, code=code, name=code, nature=nature, by=by)
        for code, nature in (("635.N", Nature.EXPENSE), ("515.N", Nature.INCOME))
    )
    paid = spendings.ready(roads)
    spendings.covered(roads, paid.vouchers.get())
    return {
        "fees": fees.pk, "interest": interest.pk, "common": book.purposes.get(code="").pk,
        "book": book.pk, "posted": posted.pk, "cash": book.accounts.get(code="112.TQ").pk,
        "spent-road": roads.work.pk, "wish": spendings.asked(roads).pk,
        "let": spendings.ready(roads).pk, "voucher": paid.vouchers.get().pk,
        "payment": spendings.pay(roads, paid, on=by.today).pk,
    }  # fmt: skip


def _meetings(ward):
    """A meeting that is called, one that waits for its minutes, one that has them; an entry."""
    seven = datetime(2021, 7, 5, 7, tzinfo=LOCAL)
    ended = seven + timedelta(minutes=30)

    def called():
        return meetings.call(
            unit=ward.ward, kind="working", title="Thử", starts_at=seven, ends_at=ended,
            place="Phường", chair="Lê Thử", secretary="Trần Thử", past_is_meant=True,
            roll=[Named("Lê Thử")], by=ward.house,
        )  # fmt: skip

    told, held, minuted = called(), called(), called()
    paper = meetings.add_paper(meeting=told, data=b"%PDF-1.4 x", name="a.pdf", by=ward.house)
    told.refresh_from_db()
    later = Later(NOW)
    for one in (held, minuted):
        meetings.mark(meeting=one, rest_here=True, by=later)
        one.refresh_from_db()
    meetings.take_down(
        meeting=minuted, decisions=[meetings.Given("Ra quân dọn vệ sinh.")], by=later
    )
    minuted.refresh_from_db()
    meetings.sign(meeting=minuted, seen=minuted.version, closed_at=ended, by=later)
    entry = meetings.keep_entry(unit=ward.ward, title="Thử", starts_at=seven, ends_at=ended,
                                by=ward.house)  # fmt: skip
    return {"called": told.pk, "called-seen": told.version, "paper": paper.pk, "held": held.pk, "held-seen": held.version,
            "minuted": minuted.pk, "decision": minuted.decisions.get().pk, "entry": entry.pk}  # fmt: skip


def _votes(asking):
    """A vote that is written, one that is asked, one that may be closed, two that were closed."""
    ward = asking.lives(1, 3).lives(3, 1).ward

    def begun(group, **more):
        told = {"matter": "convention", "closes_on": TODAY, **more}
        return votes.begin(unit=ward.ward, question=asking.question(**told),
                           groups=[ward.groups[group - 1].pk], by=ward.clerk)  # fmt: skip

    def asked(group, **more):
        vote = begun(group, **more)
        votes.freeze(vote=vote, seen=1, by=ward.clerk)
        return vote

    def closed():
        vote = asked(3, channels=["paper"])
        asking.papers(vote, {1: "yes"}, group=3)
        vote.refresh_from_db()
        votes.close(vote=vote, seen=vote.version, by=Later(NOW))
        return vote

    draft, open_, ended = begun(1), asked(1), asked(3, channels=["paper"])
    asking.tap(asking.slips(open_)[1])
    asking.papers(open_, {1: "yes"})
    people.move_household(household=asking.homes[1][2], unit=ward.groups[1], on=date(2021, 6, 1),
                          by=ward.house)  # fmt: skip
    told, silent = closed(), closed()
    votes.keep_signed(vote=told, data=b"%PDF-1.4 x", looked_through=True, by=Later(NOW))
    votes.publish(vote=told, by=Later(NOW))
    return {"draft-vote": draft.pk, "draft-seen": 1, "asked-vote": open_.pk, "ended-vote": ended.pk,
            "ended-seen": 2, "asked-seen": 2, "closed-vote": told.pk, "unpublished-vote": silent.pk,
            "moved": asking.homes[1][2].pk, "doubted": asking.line(open_, 1).pk}  # fmt: skip


def _own_word(ward):
    """The office's own file, a draft made of it, and something that was asked of the draft."""
    told = manuscripts.keep(unit=ward.ward, issuer=ward.party, by=ward.clerk, name="bc.docx",
                            data=office_files.party_report())  # fmt: skip
    # A measure that the ward office itself reports, and that has no number yet.
    ward.define("ward.meetings", "Hội nghị", unit="hội nghị", level="ward", nature="flow")
    place = told.marks.get(surface="14").place
    bound = manuscripts.Choice(place, Standing.BOUND, "ward.meetings", None, "", "n0d0")
    manuscripts.bind(manuscript=told, choices=[bound], words="", by=ward.clerk)
    draft = manuscripts.begin(manuscript=told, code="2021-H1", by=ward.clerk)
    data = own_words.word_of(draft, viewer=ward.clerk)
    noted = commented(data, "Nghị quyết số 12", "Nêu rõ kết quả.")
    manuscripts.take_back_file(draft=draft, data=noted, name="bc.docx", by=ward.clerk)
    [remark] = own_words.remarks(draft)
    return told.pk, draft.report_id, remark.pk


@dataclass
class Hands:
    """Browsers of people: one a role and a standing, made when first asked for."""

    house: House
    made: dict[tuple[str, str], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ward, by = self.house.ward, self.house.ward.house
        other = org.found(code="khac", kind="ward", name="Phường Khác", on=FOUNDED, by=by)
        party = org.found(code="dang-khac", kind="party_committee", name="Đảng bộ Khác",
                          on=FOUNDED, place=other, by=by)  # fmt: skip
        self.places = {
            "ward": (ward.ward, ward.party), "group": (ward.groups[0], ward.groups[1]),
            "other": (other, party), "beside": (ward.groups[2],),
        }  # fmt: skip

    def browser(self, role: str, standing: str, unit: str) -> object:
        place = {"own": unit, "ended": unit}.get(standing, standing)
        key = (role, f"{place} {standing == 'ended'}")
        if key not in self.made:
            until = TODAY if standing == "ended" else None
            given = [(role, one) for one in self.places[place]]
            name = f"{role} {place} {standing}"
            made = hands.user(self.house.ward, name, *given, password="", until=until)
            self.made[key] = hands.browser(made)
        return self.made[key]


def rows_written() -> dict[str, int]:
    """How many rows each of our tables holds, without the one-time keys that a form spends; asked in
    one breath, because it is asked thousands of times.
    """
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("dongthuan.")
        and model.__name__ not in ("SentOnce", "Signer")
    ]
    counts = (f"SELECT '{table}', COUNT(*) FROM \"{table}\"" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


class Undone(Exception):
    """Thrown to take back what a visit did."""


def visit(way: Way, house: House, browser: object) -> tuple[int, str, bool]:
    """Go there and come back as if nothing had been; says the status and whether rows were written."""
    told: list[tuple[int, str, bool]] = []
    try:
        with transaction.atomic():
            before = rows_written() if way.send else {}
            address = way.address(house)
            if way.send is None:
                answer = browser.get(address)
            else:
                answer = browser.post(address, {**hands.sending(), **way.send(house)})
            wrote = bool(way.send) and rows_written() != before
            told.append((answer.status_code, answer.headers.get("Location", ""), wrote))
            raise Undone
    except Undone:
        pass
    return told[0]


def let_in(status: int, location: str) -> bool:
    return status in (200, 302, 422) and not location.startswith("/vao/")


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_is_let_in_where_its_acts_reach_and_nowhere_else(house, role):
    people_of = Hands(house)
    wrong = []
    for way in WAYS:
        for standing in ("own", "other", "beside", "ended"):
            if standing == "beside" and way.unit != "group":
                continue
            told = visit(way, house, people_of.browser(role, standing, way.unit))
            status, location, wrote = told
            opened = let_in(status, location)
            holds = way.opens_to(role)
            expected = holds and (standing == "own" or (standing != "ended" and way.anywhere))
            if way.anywhere and way.send and holds and standing == "other":
                # The form is theirs, what it names is not: refused or sent back, and not written.
                opened = expected
            if way.also_a_page and not expected:
                opened = expected
            if opened != expected or (standing != "own" and wrote) or (wrote and not holds):
                wrong.append((way.name, way.needs, standing, *told))
            if way.send and not expected and not way.also_a_page:
                # Nor is the empty form shown to whoever may not send it.
                asked = visit(
                    replace(way, send=None), house, people_of.browser(role, standing, way.unit)
                )
                if asked[0] == 200:
                    wrong.append((way.name, "form", standing, *asked))
    assert not wrong, "\n".join(map(str, wrong))


def test_nobody_is_let_in_without_signing_in(house):
    browser = hands.browser()
    for way in WAYS:
        status, location, wrote = visit(way, house, browser)
        assert not wrote
        assert status in (403, 404) or location.startswith("/vao/"), way
    for way in SIGNED_IN:
        _, location, _ = visit(way, house, browser)
        assert location.startswith("/vao/"), way


def test_what_is_public_is_open_to_all_and_writes_nothing(house):
    for browser in (hands.browser(), Hands(house).browser("observer", "ended", "ward")):
        for way in PUBLIC:
            status, location, wrote = visit(way, house, browser)
            assert let_in(status, location) and not wrote, (way, status, location)


def test_whoever_is_signed_in_sees_their_own_day_and_no_number_of_others(house):
    browser = Hands(house).browser("group_head", "ended", "group")
    for way in SIGNED_IN:
        status, location, wrote = visit(way, house, browser)
        assert let_in(status, location) and not wrote, (way, status, location)


def test_a_grant_that_ended_this_morning_held_until_last_night(house, monkeypatch):
    browser = Hands(house).browser("leader", "ended", "ward")
    way = next(way for way in WAYS if way.name == "desk:report")
    last_night, midnight = (
        datetime(2021, 7, 4, 16, 59, tzinfo=UTC),
        datetime(2021, 7, 4, 17, tzinfo=UTC),
    )
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: last_night)
    assert visit(way, house, browser)[0] == 200
    monkeypatch.setattr("dongthuan.doors.entrance.clock.now", lambda: midnight)
    assert visit(way, house, browser)[0] == 404


def test_a_grant_taken_back_in_the_middle_of_a_session_closes_every_door_at_once(house, settings):
    ward = house.ward
    user = hands.user(ward, "Lãnh đạo", ("leader", ward.ward), ("leader", ward.party), password="")
    browser = hands.browser(user)
    ways = [way for way in WAYS if way.opens_to("leader") and way.unit == "ward"]
    assert all(let_in(*visit(way, house, browser)[:2]) for way in ways)
    ward.clock.at = NOW
    for unit in (ward.ward, ward.party):
        access.revoke(user=user, role="leader", unit=unit, by=ward.house)
    opened = [way.name for way in ways if let_in(*visit(way, house, browser)[:2])]
    assert opened == []


# --- The command line ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(ROLES))
def test_the_command_checks_a_text_for_whoever_may_in_that_unit(house, role, tmp_path, capsys):
    ward = house.ward
    people_of = Hands(house)
    file = tmp_path / "a.txt"
    file.write_text("Có 6 hộ nghèo.", encoding="utf-8")
    for standing in ("own", "other", "ended"):
        people_of.browser(role, standing, "ward")
        place = {"own": "ward", "ended": "ward"}.get(standing, standing)
        name = f"{role} {place} {standing}".replace(" ", ".")
        code = main(["check", str(file), "--unit", ward.ward.code, "--on", "2021-07-05", "--as",
                     name])  # fmt: skip
        capsys.readouterr()
        may = Act.TEXT_CHECK in ROLES[role].acts and standing == "own"
        assert (code == 0) is may, (role, standing)


# Nobody's role is enough: the form takes what another hand began, or a file as well. Their own tests
# send them (tests/doors/desk: reports, spending, the book).
ONLY_THE_HAND_THAT_BEGAN = {
    "desk:report-returned", "desk:spend-change", "desk:spend-step", "desk:voucher-withdraw",
    "desk:book-opening",
}  # fmt: skip


def test_every_form_of_the_matrix_does_what_it_says_for_some_role(house):
    """A form that is always sent back would prove nothing of who may send it."""
    people_of = Hands(house)
    silent = []
    for way in WAYS:
        if way.send is None or way.name in ONLY_THE_HAND_THAT_BEGAN:
            continue
        role = next(role for role in ROLES if way.opens_to(role))
        told = visit(way, house, people_of.browser(role, "own", way.unit))
        if not told[2]:
            silent.append((way.name, way.args(house), *told))
    assert not silent, "\n".join(map(str, silent))
