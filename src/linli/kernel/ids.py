"""Identifiers: time-ordered, made before the row is, never reused."""

import datetime
import secrets
import uuid

import uuid_utils
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562): its first 48 bits are the server's milliseconds."""
    return uuid7()


def first_id(at: datetime.datetime) -> uuid.UUID:
    """The least UUIDv7 that can have been made at ``at`` or later."""
    milliseconds = max(0, min(int(at.timestamp() * 1000), 2**48 - 1))
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62)


def id_at(at: datetime.datetime) -> uuid.UUID:
    """A new UUIDv7 as it would have been made at ``at``: for what is written later than it began."""
    return uuid.UUID(int=first_id(at).int | secrets.randbits(62))


def new_id_digits() -> str:
    """A new id as 32 hexadecimal digits, for bulk loads: a sixth of the time."""
    return uuid_utils.uuid7().hex
