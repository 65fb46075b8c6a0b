"""Máy tìm: the index of lexemes in SQLite (FTS5) and in PostgreSQL (GIN), behind one question.

Neither takes a text apart or knows a language: `rules` has done so, both only look words up. The
index follows the table by itself, so that nothing can be written past it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from psycopg import sql

from dongthuan.ground.search.models import Listing
from dongthuan.ground.search.rules import Wanted

_SQLITE = (
    # Places of words are not kept: which stand together is read from the few rows that are found.
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(lexemes, content='search_listing', "
    "content_rowid='id', detail='none', tokenize=\"unicode61 remove_diacritics 0 tokenchars '^=@'\")",
    "DROP TRIGGER IF EXISTS search_listing_in",
    "DROP TRIGGER IF EXISTS search_listing_out",
    "DROP TRIGGER IF EXISTS search_listing_other",
    'CREATE TRIGGER search_listing_in AFTER INSERT ON "search_listing" BEGIN '
    "INSERT INTO search_words(rowid, lexemes) VALUES (NEW.id, NEW.lexemes); END",
    'CREATE TRIGGER search_listing_out AFTER DELETE ON "search_listing" BEGIN '
    "INSERT INTO search_words(search_words, rowid, lexemes) VALUES ('delete', OLD.id, OLD.lexemes); END",
    'CREATE TRIGGER search_listing_other AFTER UPDATE OF lexemes ON "search_listing" BEGIN '
    "INSERT INTO search_words(search_words, rowid, lexemes) VALUES ('delete', OLD.id, OLD.lexemes); "
    "INSERT INTO search_words(rowid, lexemes) VALUES (NEW.id, NEW.lexemes); END",
)
_POSTGRES = (
    # Kept beside the lexemes, so that a common word is read row by row, the newest first, until
    # there are enough, and a rare one is looked up: the planner knows how common each is. The index
    # keeps no list of what is still to be sorted in: no question pays for earlier writes.
    """
DO $$ BEGIN IF to_regclass('search_words') IS NULL THEN
DROP FUNCTION IF EXISTS search_lexemes(text);
ALTER TABLE "search_listing" ADD COLUMN words tsvector
GENERATED ALWAYS AS (array_to_tsvector(string_to_array(lexemes, ' '))) STORED;
CREATE INDEX search_words ON "search_listing" USING gin (words) WITH (fastupdate = off);
END IF; END $$""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """This function will put the index beside its table; running it again changes nothing."""
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def holding(rows: QuerySet[Listing], wanted: Wanted, *, but_not: Wanted = ()) -> QuerySet[Listing]:
    """This function will return those of some entries that hold the wanted words and not those
    others, the newest first.
    """
    if connection.vendor == "postgresql":
        question = _all_of(wanted, *_POSTGRES_SIGNS)
        if but_not:
            question += f" & !({_all_of(but_not, *_POSTGRES_SIGNS)})"
        # The words stand in the question itself: how to look for them hangs on how common they are,
        # and a plan made once for all questions would not know.
        words = sql.Literal(question).as_string()
        held = RawSQL(f'"search_listing"."words" @@ {words}::tsquery', (), BooleanField())
        return rows.filter(held).order_by("-pk")
    question = _all_of(wanted, *_SQLITE_SIGNS)
    if but_not:
        question = f"({question}) NOT ({_all_of(but_not, *_SQLITE_SIGNS)})"
    # The index hands entries over one by one, so that only as many are read as are wanted.
    return rows.extra(
        tables=["search_words"],
        where=["search_words.rowid = search_listing.id", "search_words MATCH %s"],
        params=[question], order_by=["-search_words.rowid"],
    )  # fmt: skip


def one_of(column: str, keys: Sequence[int]) -> Q:
    """This function will return the condition that a column bears one of some keys, be they hundreds."""
    if connection.vendor != "postgresql":
        return Q(**{f"{column}__in": keys})
    # One list instead of as many places in the question, each of which the driver would look for.
    return Q(RawSQL(f'"search_listing"."{column}" = ANY(%s)', [list(keys)], BooleanField()))


def rows(asked: QuerySet[Listing, Any]) -> list[tuple[Any, ...]]:
    """This function will return what was asked for as the database hands it over: thousands of rows of
    words and numbers, none of which has to be put into another shape.
    """
    with connection.cursor() as cursor:
        cursor.execute(*asked.query.sql_with_params())
        return cursor.fetchall()


# And, or, the sign around a word, and what says that the word is only begun.
_POSTGRES_SIGNS = (" & ", " | ", "'", ":*")
_SQLITE_SIGNS = (" AND ", " OR ", '"', "*")


def _all_of(wanted: Wanted, also: str, either: str, sign: str, begun: str) -> str:
    # A lexeme holds letters, digits and our own signs: nothing in it can end a quotation.
    return also.join(
        f"({either.join(f'{sign}{one.word}{sign}{begun * one.begun}' for one in forms)})"
        for forms in wanted
    )
