"""Identifiers: time-ordered, made before the row is, never reused."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562): its first 48 bits are the server's milliseconds."""
    return uuid7()
