"""A program that speaks GeoReport v2, for tests."""

import datetime
import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from linli.events.core.flows import EVENT
from linli.events.core.models import Event
from linli.events.core.payloads import Dispatch, Evidence
from linli.people.models import Scope
from tests.events import town as towns
from tests.events.core.api import token_of
from tests.events.town import Town

FORMS = ("json", "xml")
URLENCODED = "application/x-www-form-urlencoded"
MONDAY = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)


def get(path: str, form: str = "json", *, key: str = "", **query: Any) -> Any:
    return Client().get(f"/open311/v2/{path}.{form}", query | ({"api_key": key} if key else {}))


def post(path: str, form: str = "json", *, idempotency: str | None = None, **values: Any) -> Any:
    headers = {"Idempotency-Key": idempotency} if idempotency is not None else {}
    return Client().post(f"/open311/v2/{path}.{form}", urlencode(values), content_type=URLENCODED, headers=headers)


def said(response: Any) -> Any:
    """The content in one shape, whichever form it came in: XML's texts are texts, JSON's lists are lists."""
    if response["Content-Type"] == "application/json; charset=utf-8":
        return json.loads(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    return [{node.tag: node.text for node in row} for row in root]


def key(town: Town, who: str = "clerk", *scopes: str) -> str:
    return token_of(getattr(town, who), scopes=scopes or Scope.values).text


def lamp(**more: Any) -> dict[str, Any]:
    return {"service_code": "lamp", "description": "三栋门口路灯不亮", "address_id": towns.GRID} | more


def failed(response: Any, status: int) -> str:
    """The one error of a refusal."""
    assert response.status_code == status, response.content
    ((error),) = said(response)
    assert int(error["code"]) == status
    return str(error["description"])


def closed(town: Town) -> Event:
    event = EVENT.make(town.event(), "accept", actor=town.actor(town.worker))
    event = EVENT.make(event, "dispatch", actor=town.actor(town.clerk), data=Dispatch(town.urban))
    event = EVENT.make(event, "start", actor=town.actor(town.handler))
    event = EVENT.make(event, "finish", actor=town.actor(town.handler), data=Evidence([]), note="换了灯泡")
    event = EVENT.make(event, "check", actor=town.actor(town.worker))
    return EVENT.make(event, "close", actor=town.actor(town.clerk))


def rejected(town: Town) -> Event:
    return EVENT.make(town.event(), "reject", actor=town.actor(town.worker), note="不在本辖区")
