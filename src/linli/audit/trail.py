"""Writing to the trail, and reading a record's own part of it."""

import datetime
import secrets
import uuid
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from linli.audit import digests
from linli.audit.models import Entry
from linli.kernel.actor import Actor
from linli.kernel.rows import insert


def record(
    action: str,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: uuid.UUID | None = None,
    on_behalf_of: uuid.UUID | None = None,
    detail: Mapping[str, object] | None = None,
    personal: Mapping[str, str] | None = None,
) -> Entry:
    """Add one entry, inside the transaction of the act it tells of.

    ``detail`` is hashed for ever and must hold nothing about a person; words that people wrote go into ``personal``.
    """
    entry = entry_of(
        action,
        actor=actor,
        subject_kind=subject_kind,
        subject_id=subject_id,
        on_behalf_of=on_behalf_of,
        detail=detail,
        personal=personal,
        at=timezone.now(),
    )
    insert(entry)
    return entry


def entry_of(
    action: str,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: uuid.UUID | None = None,
    on_behalf_of: uuid.UUID | None = None,
    detail: Mapping[str, object] | None = None,
    personal: Mapping[str, str] | None = None,
    at: datetime.datetime,
) -> Entry:
    """An entry that is not written yet, for those who write many: ``rows.load`` them in the order of ``at``."""
    entry = Entry(
        at=at,
        action=action,
        actor_kind=actor.kind,
        actor_id=actor.id,
        on_behalf_of=on_behalf_of,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=digests.canonical(detail or {}),
    )
    if personal:
        entry.personal = digests.canonical(personal)
        entry.personal_salt = secrets.token_bytes(16)
        entry.personal_digest = digests.of_personal(entry.personal_salt, entry.personal)
    entry.digest = digests.of_entry(entry)
    return entry


def of_subjects(*subject_ids: uuid.UUID) -> QuerySet[Entry]:
    """Everything on these records, oldest first."""
    return Entry.objects.filter(subject_id__in=subject_ids).order_by("id")
