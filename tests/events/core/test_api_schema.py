"""Whatever a program may send by the OpenAPI document, and what it may not: never a fault of ours."""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linli.events.core.models import Event
from linli.events.hotline.models import OrderSource
from linli.site.wsgi import application
from tests.events.core.api import token_of
from tests.events.town import Town

TRIES = int(os.environ.get("LINLI_SCHEMA_TRIES", "12"))
"""For each operation. A thorough run: LINLI_SCHEMA_TRIES=1000 ./linli test tests/grid/test_api_schema.py"""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
schema.config.phases.coverage.enabled = "LINLI_SCHEMA_TRIES" in os.environ


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request to the bare application must not close the connection that holds this test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis.settings(
    max_examples=TRIES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_every_operation_answers_as_described(case: Any, town: Town) -> None:
    """Half of what is made up is put onto an event, a place and a category that exist, so that it gets further in."""
    event = Event.objects.first() or town.event(phone="+8613812345678")
    OrderSource.objects.get_or_create(
        user=town.worker, defaults={"code": "city", "name": "x", "place": town.district, "fallback": town.lamps}
    )
    there = {"number": event.number, "code": town.community.code}
    for name, value in there.items():
        if len(str((case.path_parameters or {}).get(name, ""))) % 2:
            case.path_parameters[name] = value
    if isinstance(case.body, dict) and len(case.body) % 2:
        case.body |= {"category": "lamp", "place": town.grid.code}
    case.call_and_validate(headers={"Authorization": f"Bearer {token_of(town.worker).text}"}, checks=CHECKS)
