"""How often something may be done, counted in the database, so that all processes count together."""

import math
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import connection
from django.utils import timezone

from linli.kernel.crypto import blind_index
from linli.kernel.models import Throttle

# A window opens with the first act and closes after its time; whoever comes then opens the next.
COUNT = """
INSERT INTO kernel_throttle AS held (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.ends_at <= %(now)s THEN 1 ELSE held.count + 1 END,
    ends_at = CASE WHEN held.ends_at <= %(now)s THEN excluded.ends_at ELSE held.ends_at END
RETURNING count, ends_at
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """True while it may be done. ``retry_after`` is in seconds, 0 while allowed."""

    is_allowed: bool
    remaining: int
    retry_after: int

    def __bool__(self) -> bool:
        return self.is_allowed


def allow(key: str, *, limit: int, seconds: int) -> Allowance:
    """Count one more act under ``key``, at most ``limit`` of them in a window of ``seconds``.

    One statement. Call it before the act's own transaction: inside, it would wait for everybody with the same
    key and forget the count when the act fails. The key may hold an address or a phone number; only its keyed
    hash is stored.
    """
    now = timezone.now()
    as_stored = connection.ops.adapt_datetimefield_value
    values = {
        "key": blind_index(key, purpose="throttle"),
        "ends_at": as_stored(now + timedelta(seconds=seconds)),
        "now": as_stored(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        count, ends_at = cursor.fetchone()
    if timezone.is_naive(ends_at):  # SQLite keeps UTC without saying so
        ends_at = ends_at.replace(tzinfo=UTC)
    is_allowed = count <= limit
    wait = 0 if is_allowed else math.ceil((ends_at - now).total_seconds())
    return Allowance(is_allowed, max(0, limit - count), wait)


def forget_old() -> int:
    """Delete the windows that have closed; returns how many."""
    return Throttle.objects.filter(ends_at__lte=timezone.now()).delete()[0]
