"""What was told once stays told: raw SQL against the records, on both databases, by any hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import UniqueConstraint

from dongthuan.act.ledger import services as ledger
from dongthuan.answer.forms import services as forms
from dongthuan.answer.reports import queries as reporting
from dongthuan.answer.reports import services as reports
from dongthuan.decide.assembly import services as assembly
from dongthuan.decide.assembly.services import opinions
from dongthuan.decide.directives import services as directives
from dongthuan.decide.directives.rules import Relation
from dongthuan.decide.indicators import services
from dongthuan.decide.indicators.models import Value
from dongthuan.ground.audit import queries as trail
from dongthuan.ground.audit import services as audit
from dongthuan.ground.audit.models import Entry
from dongthuan.ground.facts.guards import guarded, install
from dongthuan.ground.facts.models import Dated
from dongthuan.ground.files import services as files
from dongthuan.ground.papers import services as papers
from dongthuan.who.access import services as access
from dongthuan.who.org import services as org
from dongthuan.who.people import services as people
from tests.act.funds import banking, roads, spendings
from tests.act.ledger.books import MAY, Kept, moved
from tests.answer.office_forms import units_down
from tests.cascades import Cascade
from tests.decide.assembly.asking import Asking
from tests.decide.meetings import rooms
from tests.decide.test_sheets import photograph
from tests.wards import FOUNDED, sheet_of, told_ward

pytestmark = pytest.mark.django_db

APPENDED = {model for model, declared in guarded() if getattr(declared, "append_only", False)}
DATED = {model for model, declared in guarded() if getattr(declared, "no_overlap", ())}
# The design's list, written a second time: to lose a guard, one must also strike it out here.
NEVER_EDITED = [
    "Entry", "Seal", "Value", "Step", "Help", "Target", "Issue", "IssuedFigure", "Statement",
    "NumberTaken", "Succession", "Edition", "Binding", "Fill", "FilledFigure", "FilledSheet",
    "ClauseWord", "TaskStep", "Product",
    "MeetingStep", "Minutes", "HouseholdEvent", "OpinionComment", "OpinionStep",
    "RollLine", "RollSettlement", "Ballot", "TallyBoard", "BallotSlip", "ConflictSettlement",
    "VoteOutcome", "VoteExtension", "Recognition", "SignedMinutes",
    # The book has an Entry of its own.
    "Entry", "Posting", "Opening", "Assertion", "Closing",
    "Basis", "WorkStep", "Acceptance", "Settlement", "Surplus", "BookStep", "ReceiptNumber",
    "NumberUnused", "Valuation", "Gift", "GiftReversal", "Handover", "HandoverLine", "HandoverAnswer",
    "SpendStep", "Payment", "PaymentTurned",
    "LineMatch", "MatchEnded",
]  # fmt: skip
TEXT = "Có {people.poor} hộ nghèo, {party.cells} chi bộ.\n"
HEADING = {"title": "Thử", "body": "Đảng ủy Phường Thử", "body_code": "ĐU", "place": "Bảo Lộc"}


def names(models):
    return sorted(model.__name__ for model in models)


def test_every_record_that_is_never_edited_is_declared_so():
    assert names(APPENDED) == sorted(NEVER_EDITED)


def test_every_model_that_says_it_is_never_edited_is_guarded():
    saying = {
        model for model in apps.get_models()
        if model.__module__.startswith("dongthuan.")
        and any(words in (model.__doc__ or "") for words in ("never edited", "append-only"))
    }  # fmt: skip
    assert saying and saying <= APPENDED


def test_every_fact_that_holds_for_some_days_may_not_overlap_another():
    assert names(m for m in apps.get_models() if issubclass(m, Dated)) == names(DATED)


@pytest.fixture
def ward(settings, tmp_path):
    """The small ward with at least one row in every guarded table."""
    settings.FILES_ROOT = tmp_path
    ward = told_ward()
    papers.open_term(body=ward.party.pk, label="2020-2025", on=date(2020, 6, 1), by=ward.leader)
    report = reports.begin(unit=ward.ward, issuer=ward.party, code="2021-H1", text=TEXT,
                           heading=HEADING, by=ward.leader)  # fmt: skip
    reports.issue(report=report, on=date(2021, 7, 5), by=ward.leader)
    reports.note_statement(unit=ward.ward, label="Xếp loại năm 2020", words="Xuất sắc",
                           code="2020", by=ward.leader)  # fmt: skip
    edition = forms.take_in(unit=ward.ward, title="Biểu", name="b.xlsx", data=units_down(),
                            code="2021-H1", by=ward.clerk).edition  # fmt: skip
    forms.accept(edition=edition, sheets=None, by=ward.clerk)
    forms.fill(edition=edition, code="2021-H1", by=ward.clerk)
    ward.define("land.given", "Hộ hiến đất")
    late = ward.round("2021-H1", "land.given")
    helped = services.enter_for(
        sheet=ward.sheet(late, ward.groups[0]), typed={"land.given": "4"}, source="call",
        by=ward.clerk,
    )  # fmt: skip
    services.answer_help(helped=helped, agrees=True, by=ward.head(1))
    directed(Cascade.over(ward))
    heir = org.found(code="to-4", kind="residential_group", name="Tổ dân phố 4", on=date(2021, 7, 1),
                     parent=ward.ward, by=ward.house)  # fmt: skip
    org.merge(units=[ward.groups[2]], into=heir, on=date(2021, 7, 1), instrument="NQ 1",
              by=ward.house)  # fmt: skip
    org.give_code(unit=ward.ward, scheme="tctk", code="24823", on=FOUNDED, by=ward.house)
    person = people.register(name="Lê Văn Mẫu", unit=ward.groups[0], by=ward.house)
    people.appoint(person=person, unit=ward.groups[0], title="Tổ trưởng", on=FOUNDED, by=ward.house)
    home = people.register_household(code="H1", unit=ward.groups[0], address="Số 1", on=FOUNDED,
                                     by=ward.house)  # fmt: skip
    people.join(person=person, household=home, on=FOUNDED, by=ward.house)
    people.choose_representative(household=home, person=person, on=FOUNDED, by=ward.house)
    user = access.create_user(username="a", name="A", unit=ward.ward, by=ward.house)
    access.grant(user=user, role="clerk", unit=ward.ward, on=FOUNDED, by=ward.house)
    rooms.signed(ward, rooms.held(ward, past_is_meant=True))
    booked(ward)
    story = roads.whole_story(ward)
    spendings.turned_story(story)
    banking.explained(story)
    voted(Asking(ward))
    commented(ward)
    audit.seal(by=ward.house)
    if connection.vendor == "postgresql":
        # Foreign keys are asked about now: a table with open questions cannot be truncated at all.
        executed("SET CONSTRAINTS ALL IMMEDIATE")
    return ward


def commented(ward):
    """A draft that somebody said something about."""
    told = opinions.begin_round(
        unit=ward.ward, title="Quy ước", text="Giờ yên lặng.", opens_on=date(2021, 6, 1),
        closes_on=date(2021, 12, 31), units=[], by=ward.clerk,
    )  # fmt: skip
    opinions.open_round(round=told, by=ward.clerk)
    opinions.give_comment(round=told, text="Đồng ý cả.", by=ward.house)


def directed(ward):
    """A task carried out for a line of a plan that replaced another."""
    old, plan = ward.plan("1/KH-UBND", on=date(2021, 1, 4)), ward.plan()
    directives.link(newer=plan, older=old, relation=Relation.REPLACES, by=ward.clerk)
    ward.through(ward.task(ward.clause(plan, "Ra quân dọn vệ sinh.")))
    directives.begin_use(unit=ward.ward, on=FOUNDED, by=ward.clerk)


def booked(ward):
    """A book with what stood there, a gift, a count, a closing, and a gift turned round."""
    kept = Kept(ward)
    minutes = files.keep(b"%PDF-1.4", kind="pdf", at=ward.clock.tick())
    ledger.open_balances(book=kept.book, on=MAY, lines=moved("1111", "411", 900), minutes=minutes,
                         by=kept.accountant)  # fmt: skip
    gift = kept.gift(500, source="test:1")
    ledger.assert_balance(account=kept.account("1111"), purpose=None, on=MAY, dong=900, by=kept.accountant)  # fmt: skip
    ledger.close_period(book=kept.book, through=MAY, by=kept.accountant)
    ledger.reverse(entry=gift, reason="Nhầm", by=kept.accountant)


def voted(asking):
    """A vote answered on paper and on a phone by one household, of a roll that changed, recognised."""
    vote = asking.lives(1, 3).asked(matter="convention", closes_on=date(2021, 6, 1))
    asking.tap(asking.slips(vote)[1])
    asking.papers(vote, {1: "yes", 2: "yes"})
    assembly.settle_conflict(vote=vote, line=asking.line(vote, 1).pk, keeps="phone", reason="Hộ nói",
                             by=asking.counter("Ba"))  # fmt: skip
    asking.hands(vote, [3], yes=1)
    people.move_household(household=asking.homes[1][2], unit=asking.ward.groups[1],
                          on=date(2021, 6, 1), by=asking.ward.house)  # fmt: skip
    assembly.settle_change(vote=vote, household=asking.homes[1][2].pk, change="left", follows=False,
                           reason="Chuyển sau", by=asking.ward.leader)  # fmt: skip
    vote.refresh_from_db()
    assembly.extend(vote=vote, closes_on=date(2021, 6, 10), reason="Mưa", seen=vote.version,
                    by=asking.ward.clerk)  # fmt: skip
    asking.closed(vote)
    assembly.keep_signed(vote=vote, data=photograph(), looked_through=True, by=asking.ward.leader)
    assembly.recognise(vote=vote, recognised=True, symbol="1/QĐ-UBND", signed_on=date(2021, 6, 10),
                       by=asking.ward.leader)  # fmt: skip


def refused(sql, match="append-only", parameters=()):
    with (
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)


def executed(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def rows(model):
    return list(model.objects.order_by("pk").values_list())


def attempts(model):
    """Every way to take back or overwrite a row that SQL has."""
    table = f'"{model._meta.db_table}"'
    row = model.objects.order_by("pk").last()
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    # Any column will do for an edit; one that holds a number is put to itself plus nothing.
    column = f'"{columns[0].column}"'
    yield f"UPDATE {table} SET {column} = {column} WHERE id = {row.pk}"
    yield f"UPDATE {table} SET {column} = {column}"
    yield f"DELETE FROM {table} WHERE id = {row.pk}"
    yield f"DELETE FROM {table}"
    listed, whole = again(model, row, keep_id=True)
    others = ", ".join(f'"{field.column}" = EXCLUDED."{field.column}"' for field in columns)
    yield f"INSERT INTO {table} ({listed}) {whole} ON CONFLICT (id) DO UPDATE SET {others}"
    if connection.vendor == "postgresql":
        yield f"TRUNCATE {table} CASCADE"
        return
    yield f"INSERT OR REPLACE INTO {table} ({listed}) {whole}"
    yield f"UPDATE OR REPLACE {table} SET {column} = {column} WHERE id = {row.pk}"


def untouchable():
    """Try every statement on every table of records; each must be refused and leave no trace."""
    for model in APPENDED:
        before = rows(model)
        assert before, f"the ward of this test holds no {model.__name__}"
        for sql in attempts(model):
            refused(sql)
        assert rows(model) == before


def test_no_statement_changes_takes_back_or_replaces_a_row(ward):
    untouchable()


def again(model, row, keep_id=False):
    """The columns of a row and the query that reads it, for a raw insert of the same once more."""
    fields = [f for f in model._meta.concrete_fields if keep_id or not f.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    return names, f'SELECT {names} FROM "{model._meta.db_table}" WHERE id = {row.pk}'


def test_two_facts_of_one_thing_never_hold_on_one_day(ward):
    for model in DATED:
        row = model.objects.filter(superseded_at=None).order_by("pk").last()
        assert row is not None, f"the ward of this test holds no {model.__name__}"
        before = rows(model)
        columns, chosen = again(model, row)
        refused(f'INSERT INTO "{model._meta.db_table}" ({columns}) {chosen}', "overlap")
        assert rows(model) == before


def test_a_fact_that_was_superseded_is_not_called_back_over_the_one_that_followed(ward):
    org.rename(unit=ward.groups[0], name="Tổ dân phố Một", on=date(2020, 1, 1), by=ward.house)
    # The day the name ended is forgotten, and the old row would hold again beside the new one.
    refused(
        'UPDATE "org_unitstate" SET superseded_at = NULL WHERE unit_id = %s',
        "overlap", [ward.groups[0].pk],
    )  # fmt: skip


def test_a_row_is_not_replaced_through_any_key_with_the_pragma_off(ward):
    """Whoever opens the file with a tool of their own has `recursive_triggers` off: the row that a
    REPLACE throws out then wakes no DELETE trigger.
    """
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no REPLACE")
    executed("PRAGMA recursive_triggers=OFF")
    try:
        for model in APPENDED:
            row, before = model.objects.order_by("pk").last(), rows(model)
            columns, chosen = again(model, row)
            table = model._meta.db_table
            listed, whole = again(model, row, keep_id=True)
            refused(f'INSERT OR REPLACE INTO "{table}" ({listed}) {whole}')
            if has_another_key(model):
                refused(f'INSERT OR REPLACE INTO "{table}" ({columns}) {chosen}')
            assert rows(model) == before
    finally:
        executed("PRAGMA recursive_triggers=ON")


def has_another_key(model):
    told = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return told or [f for f in model._meta.concrete_fields if f.unique and not f.primary_key]


# --- The application's own role on PostgreSQL ------------------------------------------------------

ROLE = "dongthuan_office"


@pytest.fixture
def as_the_application(ward):
    """Become a role that owns nothing and may do on tables whatever can be granted."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles: who can write the file can drop its triggers")
    executed(f"CREATE ROLE {ROLE} NOSUPERUSER NOBYPASSRLS")
    executed(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    executed(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {ROLE}")
    executed(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    executed(f"SET LOCAL ROLE {ROLE}")
    yield ward
    executed("RESET ROLE")


def test_the_applications_own_role_can_do_its_work(as_the_application):
    ward = as_the_application
    services.correct(sheet=sheet_of(ward, "people.poor", ward.groups[0]), key="people.poor",
                     text="5", reason="đếm lại", by=ward.leader)  # fmt: skip
    assert ward.figure("people.poor").value == 10


def test_the_applications_own_role_changes_no_record(as_the_application):
    untouchable()


def test_the_applications_own_role_cannot_put_a_guard_aside(as_the_application):
    for model in APPENDED:
        table = f'"{model._meta.db_table}"'
        for trigger in ("no_change", "no_truncate"):
            refused(f'DROP TRIGGER "{model._meta.db_table}_{trigger}" ON {table}', "must be owner")
        refused(f"ALTER TABLE {table} DISABLE TRIGGER USER", "must be owner")
        refused(f"DROP TABLE {table} CASCADE", "must be owner")
    for model in DATED:
        table = model._meta.db_table
        refused(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_no_overlap"', "must be owner")
    refused("SET session_replication_role = replica", "permission denied")
    refused("DROP FUNCTION dongthuan_append_only() CASCADE", "must be owner")
    refused(
        "CREATE OR REPLACE FUNCTION dongthuan_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        "must be owner|permission denied",
    )


def test_even_a_superuser_that_plays_a_replica_is_refused(ward):
    """The triggers are ENABLE ALWAYS: what replays changes wakes them as well."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL replays changes")
    executed("SET LOCAL session_replication_role = replica")
    untouchable()


def test_a_role_that_owns_the_tables_can_put_the_guards_aside(ward):
    """This does not hold, and is why an office gives its application a role that owns no table:
    an owner disables what it likes. The seals below tell of it afterwards.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles: who can write the file can drop its triggers")
    executed(f"CREATE ROLE {ROLE} NOSUPERUSER")
    executed(f"GRANT USAGE, CREATE ON SCHEMA public TO {ROLE}")
    executed(f"ALTER TABLE indicators_value OWNER TO {ROLE}")
    executed(f"SET LOCAL ROLE {ROLE}")
    refused("UPDATE indicators_value SET scaled = 0")
    executed("ALTER TABLE indicators_value DISABLE TRIGGER USER")
    executed(
        "UPDATE indicators_value SET scaled = 0 WHERE id = (SELECT MIN(id) FROM indicators_value)"
    )
    executed("RESET ROLE")


# --- What no guard holds against, and what tells of it afterwards ----------------------------------


def put_aside(model):
    """What the owner of a table (or whoever holds the file) can do, and no trigger forbids."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        executed(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        return
    for name in ("update", "delete", "replace"):
        executed(f'DROP TRIGGER "{table}_no_{name}"')


def test_an_owner_can_put_the_guard_aside_and_the_seals_tell_of_it(ward):
    assert trail.chain().holds
    put_aside(Entry)
    last = Entry.objects.order_by("pk").first()
    executed("UPDATE audit_entry SET actor = 'user:0' WHERE id = %s", [last.pk])
    assert not trail.chain().holds


def test_an_entry_taken_out_of_the_sealed_trail_is_told(ward):
    put_aside(Entry)
    first = Entry.objects.order_by("pk").first()
    executed("DELETE FROM audit_entry WHERE id = %s", [first.pk])
    assert not trail.chain().holds


def test_a_value_edited_behind_the_guard_makes_the_issued_report_say_so(ward):
    issue = reporting.reports(viewer=ward.leader).get().issue
    put_aside(Value)
    executed(
        "UPDATE indicators_value SET scaled = 9 WHERE id = %s",
        [Value.objects.filter(item__key="people.poor").first().pk],
    )
    found = reporting.verify(issue, viewer=ward.leader)
    assert [one.key for one in found.not_rederived] == ["people.poor"]
    assert found.seal_holds


@pytest.mark.parametrize(
    ("table", "edit"),
    [
        ("reports_issue", "text = 'Có 5 hộ nghèo.'"),
        ("reports_issue", "title = 'Khác'"),
        ("reports_issue", "symbol = '02-BC/ĐU'"),
        ("reports_issuedfigure", "printed = '5'"),
        ("reports_issuedfigure", "evidence = 'x'"),
        ("reports_issuedfigure", "estimate = NOT estimate"),
    ],
)
def test_an_issued_report_edited_behind_the_guard_breaks_its_seal(ward, table, edit):
    issue = reporting.reports(viewer=ward.leader).get().issue
    put_aside(apps.get_model(*table.split("_", 1)))
    executed(f'UPDATE "{table}" SET {edit}')
    issue.refresh_from_db()
    assert not reporting.verify(issue, viewer=ward.leader).seal_holds


def test_the_guards_come_back_with_the_next_migration(ward):
    put_aside(Value)
    install(connection)
    for sql in attempts(Value):
        refused(sql)
