"""Webhooks made, changed and stopped; each change on the trail."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from linli.audit import trail
from linli.inbox.webhooks.announcing import listeners
from linli.inbox.webhooks.models import Delivery, Outcome, Webhook
from linli.kernel import outgoing
from linli.kernel.actor import Warrant
from linli.kernel.problems import Invalid
from linli.people.actions.rights import Administrator, setting_up
from linli.places.models import Place

PREFIX = "linli_whsec_"
"""So that scanners of leaked secrets can tell what they found."""
RANDOM_BYTES = 30


@dataclass(frozen=True)
class NewWebhook:
    """``secret`` is shown now and never again."""

    webhook: Webhook
    secret: str


def make_webhook(*, name: str, url: str, place: Place, kinds: Iterable[str], actor: Administrator) -> NewWebhook:
    """From now on every move of such records at ``place`` and below it is told to ``url``."""
    warrant = setting_up(actor, place.code)
    _refuse_inside(url)
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    webhook = Webhook(name=name, url=url, place=place, kinds=sorted(kinds), secret=secret)
    _save("webhook.make", webhook, actor, warrant)
    return NewWebhook(webhook, secret)


def edit_webhook(
    webhook: Webhook,
    *,
    name: str,
    url: str,
    place: Place,
    kinds: Iterable[str],
    is_active: bool,
    actor: Administrator,
) -> Webhook:
    """What waits for a webhook that is stopped is given up; it can be sent again by hand."""
    warrant = setting_up(actor, webhook.place.code)
    setting_up(actor, place.code)
    if is_active:
        _refuse_inside(url)
    webhook.name, webhook.url, webhook.place, webhook.kinds = name, url, place, sorted(kinds)
    webhook.is_active = is_active
    _save("webhook.edit", webhook, actor, warrant)
    return webhook


@transaction.atomic
def send_again(delivery: Delivery, *, actor: Administrator) -> None:
    """As if it had never been tried; under the same id, so that the receiver can tell."""
    webhook = delivery.webhook
    warrant = setting_up(actor, webhook.place.code)
    Delivery.objects.filter(pk=delivery.pk).update(
        outcome=Outcome.WAITING, attempts=0, next_at=timezone.now(), sent_at=None, http_status=None, error=""
    )
    _record("webhook.again", webhook, actor, warrant, number=delivery.number, delivery=str(delivery.pk))


def _refuse_inside(url: str) -> None:
    """A sentence to whoever types in an address that leads nowhere or inside; looked at again at each sending."""
    try:
        outgoing.addresses_of(outgoing.target_of(url))
    except outgoing.Refused as refused:
        raise Invalid(errors={"url": [refused.reason.label]}) from None


@transaction.atomic
def _save(action: str, webhook: Webhook, actor: Administrator, warrant: Warrant) -> None:
    webhook.save()
    listeners.touch()
    if not webhook.is_active:
        webhook.deliveries.filter(outcome=Outcome.WAITING).update(outcome=Outcome.FAILED, error="stopped")
    # The rest of an address may hold a key of the other side's.
    host = outgoing.target_of(webhook.url).host if webhook.is_active else ""
    _record(
        action,
        webhook,
        actor,
        warrant,
        name=webhook.name,
        host=host,
        place=webhook.place.code,
        kinds=webhook.kinds,
        is_active=webhook.is_active,
    )


def _record(action: str, webhook: Webhook, actor: Administrator, warrant: Warrant, **detail: object) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="webhook",
        subject_id=webhook.pk,
        detail={"role": warrant.role, **detail},
    )
