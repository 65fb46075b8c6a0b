"""Máy tìm: the index of lexemes in SQLite (FTS5) and in PostgreSQL (GIN), behind one question.

Neither takes a text apart or knows a language: `rules` has done so, both only look words up. The
index follows the table by itself, so that nothing can be written past it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from dongthuan.ground.search.rules import Lexeme, Wanted

_SQLITE = (
    # Places of words are not kept: which stand together is read from the few rows that are found.
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(lexemes, content='search_said', "
    "content_rowid='listing_id', detail='none', tokenize=\"unicode61 remove_diacritics 0 tokenchars '^=#'\")",
    "DROP TRIGGER IF EXISTS search_said_in",
    "DROP TRIGGER IF EXISTS search_said_out",
    "DROP TRIGGER IF EXISTS search_said_other",
    'CREATE TRIGGER search_said_in AFTER INSERT ON "search_said" BEGIN '
    "INSERT INTO search_words(rowid, lexemes) VALUES (NEW.listing_id, NEW.lexemes); END",
    'CREATE TRIGGER search_said_out AFTER DELETE ON "search_said" BEGIN '
    "INSERT INTO search_words(search_words, rowid, lexemes) VALUES ('delete', OLD.listing_id, OLD.lexemes); END",
    'CREATE TRIGGER search_said_other AFTER UPDATE OF lexemes ON "search_said" BEGIN '
    "INSERT INTO search_words(search_words, rowid, lexemes) VALUES ('delete', OLD.listing_id, OLD.lexemes); "
    "INSERT INTO search_words(rowid, lexemes) VALUES (NEW.listing_id, NEW.lexemes); END",
)
_POSTGRES = (
    # Told to be dear, so that it is only ever looked up in the index and never worked out again.
    """
CREATE OR REPLACE FUNCTION search_lexemes(kept text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS
$$ BEGIN RETURN array_to_tsvector(string_to_array(kept, ' ')); END $$""",
    # Long words lie elsewhere, so that thousands of rows are looked through on few pages; and the
    # index keeps no list of what is still to be sorted in: no question pays for earlier writes.
    """
DO $$ BEGIN IF to_regclass('search_words') IS NULL THEN
ALTER TABLE "search_said" SET (toast_tuple_target = 128);
CREATE INDEX search_words ON "search_said" USING gin (search_lexemes(lexemes))
WITH (fastupdate = off);
END IF; END $$""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """This function will put the index beside its table; running it again changes nothing."""
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def holding(wanted: Wanted, *, but_not: Wanted = (), kinds: Iterable[str]) -> RawSQL:
    """This function will return the condition that an entry holds the wanted words and not those
    others, and is of one of some kinds.
    """
    told = (*wanted, tuple(Lexeme(f"#{kind}") for kind in kinds))
    if connection.vendor == "postgresql":
        question = _all_of(told, *_POSTGRES_SIGNS)
        if but_not:
            question += f" & !({_all_of(but_not, *_POSTGRES_SIGNS)})"
        said = "SELECT listing_id FROM search_said WHERE search_lexemes(lexemes) @@ %s::tsquery"
        # Looked up first and whole: the planner would rather try row by row, the newest first.
        return _among(f"WITH found AS MATERIALIZED ({said}) SELECT listing_id FROM found", question)
    question = _all_of(told, *_SQLITE_SIGNS)
    if but_not:
        question = f"({question}) NOT ({_all_of(but_not, *_SQLITE_SIGNS)})"
    return _among("SELECT rowid FROM search_words WHERE search_words MATCH %s", question)


def _among(found: str, question: str) -> RawSQL:
    return RawSQL(f'"search_listing"."id" IN ({found})', [question], BooleanField())


# And, or, the sign around a word, and what says that the word is only begun.
_POSTGRES_SIGNS = (" & ", " | ", "'", ":*")
_SQLITE_SIGNS = (" AND ", " OR ", '"', "*")


def _all_of(wanted: Wanted, also: str, either: str, sign: str, begun: str) -> str:
    # A lexeme holds letters, digits and our own signs: nothing in it can end a quotation.
    return also.join(
        f"({either.join(f'{sign}{one.word}{sign}{begun * one.begun}' for one in forms)})"
        for forms in wanted
    )
