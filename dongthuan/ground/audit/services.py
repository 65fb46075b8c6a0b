"""Verbs of the trail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from dongthuan.ground.audit import queries, rules
from dongthuan.ground.audit.actors import Actor
from dongthuan.ground.audit.acts import Act
from dongthuan.ground.audit.models import Entry, Note, Seal, Signer


@dataclass(frozen=True, slots=True)
class Kept:
    """Lời ghi đã giữ: the id of a note and the digest that the append-only record keeps."""

    id: int | None = None
    digest: str = ""


NO_NOTE = Kept()


def spend(*, key: str) -> bool:
    """This function will use a one-time key up; False says it was sent before, or is no key."""
    if not 16 <= len(key) <= 64:
        return False
    # The database decides, so that two sends at the same moment cannot both be the first.
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO "audit_sentonce" ("key", "location", "recorded_at") VALUES (%s, %s, %s) '
            'ON CONFLICT ("key") DO NOTHING', [key, "", now],
        )  # fmt: skip
        return cursor.rowcount == 1


def led_to(*, key: str, location: str) -> None:
    """This function will keep where a send led, for the same send made again."""
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "audit_sentonce" SET "location" = %s WHERE "key" = %s', [location[:200], key]
        )


def keep_note(text: str) -> Kept:
    """This function will keep a reason in words beside the records, or nothing of an empty one."""
    text = text.strip()
    if not text:
        return NO_NOTE
    salt = secrets.token_hex(16)
    return Kept(Note.objects.create(text=text, salt=salt).pk, rules.salted(text, salt))


def sign(by: Actor) -> str:
    """This function will keep the printed name behind an actor's key, and return the key."""
    # Asked for every act; a model of it would cost more than the question.
    with connection.cursor() as cursor:
        cursor.execute(_SIGNER.format("%s"), [by.key])
        (known,) = cursor.fetchone()
    return _signed(by, known)


def _signed(by: Actor, known: str | None) -> str:
    if known is None:
        Signer.objects.get_or_create(key=by.key, defaults={"name": by.name})
    elif known != by.name:
        Signer.objects.filter(key=by.key).update(name=by.name)
    return by.key


def record(
    act: Act,
    subject: str,
    subject_id: int,
    *,
    by: Actor,
    unit_id: int | None = None,
    detail: str = "",
    note: Kept = NO_NOTE,
) -> None:
    """This function will write one act on the trail, inside the transaction that does it."""
    told = (connection.ops.adapt_datetimefield_value(by.now), str(act), subject, subject_id, unit_id,
            by.key, detail[:200], note.id, note.digest)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY, told)
        (known,) = cursor.fetchone()
    _signed(by, known)


# Written with every act, and answered with the name that stood behind the key: one way to the database
# and back where a model would take two.
_SIGNER = 'SELECT (SELECT "name" FROM "audit_signer" WHERE "key" = {})'
_ENTRY = f"""
INSERT INTO "audit_entry"
("at", "act", "subject", "subject_id", "unit_id", "actor", "detail", "note_id", "note_digest")
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING ({_SIGNER.format('"audit_entry"."actor"')})
"""


@transaction.atomic
def erase_note(*, note_id: int, by: Actor, unit_id: int) -> None:
    """This function will take the words of a note away; its digest stays where it was."""
    by.require(Act.NOTE_ERASE, unit_id)
    note = Note.objects.select_for_update().get(pk=note_id)
    note.text, note.erased_at = "", by.now
    note.save(update_fields=["text", "erased_at"])
    record(Act.NOTE_ERASE, "note", note.pk, by=by, unit_id=unit_id)


@transaction.atomic
def seal(*, by: Actor) -> Seal | None:
    """This function will seal every entry that is not sealed yet; None when there is none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Who is still writing finishes first: no entry can slip in under a sealed number.
            cursor.execute('LOCK TABLE "audit_entry", "audit_seal" IN SHARE ROW EXCLUSIVE MODE')
    last = Seal.objects.order_by("last_id").last()
    rows = Entry.objects.filter(pk__gt=last.last_id if last else 0).order_by("pk")
    entries = [queries.facts(entry) for entry in rows]
    if not entries:
        return None
    previous = last.digest if last else rules.GENESIS
    return Seal.objects.create(
        at=by.now, first_id=entries[0]["id"], last_id=entries[-1]["id"], count=len(entries),
        previous=previous, digest=rules.sealed(previous, entries),
    )  # fmt: skip
