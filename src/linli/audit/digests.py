"""How entries and seals are digested: pure functions of what is stored."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from linli.audit.models import Entry

START = bytes(32)
"""The head before the first seal."""


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same facts give the same bytes."""
    return msgspec.json.encode(value, order="deterministic").decode()


def of_personal(salt: bytes, text: str) -> bytes:
    return hashlib.sha256(salt + text.encode()).digest()


def of_entry(entry: Entry) -> bytes:
    """SHA-256 over all columns but the key, the seal and the personal text with its salt."""
    parts = [
        _moment(entry.at),
        entry.action,
        entry.actor_kind,
        _text(entry.actor_id),
        _text(entry.on_behalf_of),
        entry.subject_kind,
        _text(entry.subject_id),
        entry.detail,
        bytes(entry.personal_digest).hex() if entry.personal_digest else None,
    ]
    return hashlib.sha256(msgspec.json.encode(parts)).digest()


def of_batch(entries: Iterable[tuple[int, bytes]]) -> bytes:
    """The root of a batch: its keys and digests, in the order of the keys."""
    root = hashlib.sha256()
    for key, digest in entries:
        root.update(key.to_bytes(8, "big"))
        root.update(digest)
    return root.digest()


def of_seal(*, previous: bytes, number: int, count: int, root: bytes, sealed_at: datetime) -> bytes:
    head = hashlib.sha256(previous)
    head.update(number.to_bytes(8, "big") + count.to_bytes(8, "big"))
    head.update(root + _moment(sealed_at).encode())
    return head.digest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
