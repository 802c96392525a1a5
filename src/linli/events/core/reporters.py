"""The resident who reported: known by number and secret, to nobody by name."""

import hashlib
import secrets
from dataclasses import dataclass

from linli.events.core.models import Event, Reporter
from linli.kernel.actor import WithoutPosts

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the characters that are taken for one another when read out or written down."""
SECRET_LENGTH = 10
"""Ten of 31 characters: 49 bits, so that numbers that can be guessed open nothing."""


@dataclass(frozen=True)
class ReporterActor(WithoutPosts):
    """Acts on the one event whose secret was shown: ``record_id``."""

    kind: str = "reporter"


def new_secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))


def digest(secret: str) -> str:
    """The digest under which a secret is kept; case and spaces do not matter."""
    return hashlib.sha256("".join(secret.upper().split()).encode()).hexdigest()


def find(number: str, secret: str) -> Event | None:
    """The event of this number, if the secret is its own."""
    reporter = Reporter.objects.select_related("event").filter(event__number=number.strip().upper()).first()
    known = reporter.secret_digest if reporter else digest("")
    is_right = secrets.compare_digest(known, digest(secret))
    return reporter.event if reporter and is_right else None
