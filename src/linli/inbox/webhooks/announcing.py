"""Writing down whom a move is to be told, inside the move's own transaction."""

import datetime
import uuid
from dataclasses import dataclass

import msgspec
from django.utils import timezone

from linli.inbox.webhooks.models import Delivery, Webhook
from linli.kernel.ids import new_id
from linli.kernel.rows import insert
from linli.kernel.snapshot import Snapshot


@dataclass(frozen=True)
class Listener:
    """An active webhook, as far as every move has to know it."""

    id: uuid.UUID
    kinds: frozenset[str]
    code: str


def _load() -> list[Listener]:
    rows = Webhook.objects.filter(is_active=True).values_list("pk", "kinds", "place__code")
    return [Listener(key, frozenset(kinds), code) for key, kinds, code in rows]


listeners: Snapshot[list[Listener]] = Snapshot("webhooks", _load)
"""Whoever changes a webhook touches it. Where there is none, a move asks the database for nothing."""


@dataclass(frozen=True)
class News:
    """What is told: which record made which move. No person, and nothing that somebody wrote."""

    kind: str
    number: str
    move: str
    source: str | None
    """None at the beginning."""
    target: str
    version: int
    place: str
    at: datetime.datetime


def announce(news: News) -> None:
    """One delivery to each webhook that listens to such a record there."""
    hearing = [found for found in listeners.get() if news.kind in found.kinds and news.place.startswith(found.code)]
    insert(*(_delivery(found, news) for found in hearing))


def _delivery(listener: Listener, news: News) -> Delivery:
    key = new_id()
    return Delivery(
        id=key,
        webhook_id=listener.id,
        record_kind=news.kind,
        number=news.number,
        move=news.move,
        body=_body(key, news),
        created_at=news.at,
        next_at=news.at,
    )


def _body(key: uuid.UUID, news: News) -> str:
    content = {
        "id": str(key),
        "kind": news.kind,
        "number": news.number,
        "move": news.move,
        "from": news.source,
        "to": news.target,
        "version": news.version,
        "place": news.place,
        "at": timezone.localtime(news.at).isoformat(timespec="milliseconds"),
    }
    return msgspec.json.encode(content).decode()
