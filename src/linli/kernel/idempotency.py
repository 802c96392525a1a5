"""The same request twice: one effect, one answer.

The key's row is written first thing inside the act's own transaction. A second caller with the same key
waits for that transaction at the unique index, then gets the stored answer; if the first one failed and
rolled back, the second one acts. The same key with another body is a mistake of the caller (422).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.models import IdempotencyKey
from linli.kernel.problems import Invalid

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 80


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    is_repeated: bool = False


def once(
    *, scope: str, key: str, body: bytes, act: Callable[[], tuple[int, str]], good_for: timedelta = KEPT_FOR
) -> Answer:
    """Do ``act`` unless ``key`` was used in ``scope`` before; answer as the first time did.

    ``act`` returns a status and a body. An exception inside it undoes the key as well.
    After ``good_for`` (at most a week) the key counts as new.
    """
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid(_("幂等键应为 1 至 80 个字符"), code="idempotency_key_length")
    digest = hashlib.sha256(body).digest()
    with transaction.atomic():
        if _claim(scope, key, digest, good_for):
            status, text = act()
            _keep(scope, key, status, text)
            return Answer(status, text)
        earlier = IdempotencyKey.objects.get(scope=scope, key=key)
    if bytes(earlier.body_digest) != digest:
        raise Invalid(_("这个幂等键已用于另一份内容"), code="idempotency_key_reused")
    return Answer(earlier.status, earlier.answer, is_repeated=True)


CLAIM = """
INSERT INTO kernel_idempotencykey AS held (scope, key, body_digest, status, answer, created_at)
VALUES (%s, %s, %s, 0, '', %s)
ON CONFLICT (scope, key) DO UPDATE SET
    body_digest = excluded.body_digest, status = 0, answer = '', created_at = excluded.created_at
WHERE held.created_at < %s
"""


def _claim(scope: str, key: str, digest: bytes, good_for: timedelta) -> bool:
    """Insert the key's row, or take over one that is too old, waiting for anybody who does the same. Did we get it?"""
    now, as_stored = timezone.now(), connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [scope, key, digest, as_stored(now), as_stored(now - good_for)])
        return bool(cursor.rowcount == 1)


def _keep(scope: str, key: str, status: int, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_idempotencykey SET status = %s, answer = %s WHERE scope = %s AND key = %s",
            [status, text, scope, key],
        )


def forget_old() -> int:
    """Delete the keys older than a week; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
