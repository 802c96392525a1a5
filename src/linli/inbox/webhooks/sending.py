"""Sending what waits, with its signature, and trying again later where nobody answered as they should.

A row is claimed under its lock and in a transaction of its own, by putting off its next time; the talk with the
other side then holds neither lock nor transaction. Who is killed in between leaves the row to come again:
a delivery arrives at least once, and the same delivery always under the same id.
"""

import datetime
import hashlib
import hmac
import http.client
import logging
import time
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

import linli
from linli.inbox.retries import ATTEMPTS, first_due, next_try
from linli.inbox.webhooks.models import Delivery, Outcome
from linli.kernel import outgoing

log = logging.getLogger(__name__)
CLAIM = datetime.timedelta(minutes=1)
"""Longer than a talk can last: name, connection and answer."""
ROUND_SECONDS = 30
"""Then the worker's other work has its turn."""
KEPT_FOR = datetime.timedelta(days=30)
FORGOTTEN_AT_ONCE = 5000


def send_due() -> int:
    """Send what is due; returns how many arrived. A receiver that fails is left alone for the rest of the round."""
    sent, away, end = 0, set[uuid.UUID](), time.monotonic() + ROUND_SECONDS
    while time.monotonic() < end and (delivery := _claim(away)) is not None:
        if _send(delivery):
            sent += 1
        else:
            away.add(delivery.webhook_id)
    return sent


@transaction.atomic
def _claim(away: Collection[uuid.UUID]) -> Delivery | None:
    waiting = Delivery.objects.filter(outcome=Outcome.WAITING, webhook__is_active=True).exclude(webhook__in=away)
    delivery = first_due(waiting.select_related("webhook"), "next_at")
    if delivery is not None:
        delivery.attempts += 1
        delivery.next_at = timezone.now() + CLAIM
        delivery.save(update_fields=["attempts", "next_at"])
    return delivery


def _send(delivery: Delivery) -> bool:
    delivery.http_status, delivery.error = None, ""
    try:
        delivery.http_status = outgoing.post(delivery.webhook.url, delivery.body.encode(), headers_of(delivery))
    except outgoing.Refused as refused:
        delivery.error = refused.reason.value
    except (OSError, http.client.HTTPException) as error:
        delivery.error = type(error).__name__[:40]
    has_arrived = delivery.http_status is not None and 200 <= delivery.http_status < 300
    if has_arrived:
        delivery.outcome, delivery.sent_at = Outcome.SENT, timezone.now()
    elif delivery.attempts >= ATTEMPTS:
        delivery.outcome = Outcome.FAILED
    else:
        delivery.next_at = next_try(delivery.attempts)
    if not has_arrived:
        log.warning("webhook not delivered, attempt %s: %s", delivery.attempts, delivery.error or delivery.http_status)
    _write_down(delivery)
    return has_arrived


def _write_down(delivery: Delivery) -> None:
    """Unless somebody else took it meanwhile, because we were slow, or asked for it to be sent again."""
    Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, outcome=Outcome.WAITING).update(
        **{name: getattr(delivery, name) for name in ("outcome", "next_at", "sent_at", "http_status", "error")}
    )


def headers_of(delivery: Delivery) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Linli/{linli.__version__}",
        "Linli-Delivery": str(delivery.pk),
        "Linli-Signature": signature(delivery.webhook.secret, delivery.body.encode(), at=int(time.time())),
    }


def signature(secret: str, body: bytes, *, at: int) -> str:
    """``t=…,v1=…``: HMAC-SHA256 over the second it was made in, a full stop and the body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def forget_old() -> int:
    """Delete deliveries older than a month, whatever became of them; returns how many."""
    old = Delivery.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).order_by("created_at")
    keys = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return Delivery.objects.filter(pk__in=keys).delete()[0]
