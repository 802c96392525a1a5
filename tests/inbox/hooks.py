"""Webhooks for tests."""

import datetime
from typing import Any

from linli.inbox.models import Webhook
from linli.inbox.webhooks.announcing import listeners
from linli.places.models import Place

MONDAY = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
PUBLIC = "93.184.216.34"


def hook(place: Place, url: str = "https://receiver.example/", **more: Any) -> Webhook:
    values: dict[str, Any] = {"name": "市平台", "url": url, "place": place, "kinds": ["event"], "secret": "s3"} | more
    webhook = Webhook.objects.create(**values)
    listeners.touch()
    return webhook
