"""Kinds of records that are begun, listed, moved and told of in one way, on pages and through the API.

A kind is declared once, in its room's ``register()``. What is peculiar to it (its own page, its list with its own
filters) is written where it belongs; a kind for which nothing here fits, such as the event, declares none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from linli.audit.words import SUBJECTS
from linli.flow.flow import Flow, flows
from linli.flow.records import Record
from linli.flow.showing import Tones
from linli.kernel.problems import Text
from linli.kernel.registry import RecordKind, Registry, record_kinds

R = TypeVar("R", bound=Record)


class BeginForm(forms.Form):
    """Parses what begins a record into a typed payload; offers only what the actor may choose."""

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)

    def payload(self) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Beginning:
    """How somebody begins a record: who may at all, what they fill in, and the act, ``act(payload, actor=…)``."""

    label: Text
    allow: Callable[[Any], object]
    form: type[BeginForm]
    act: Callable[..., Record]


@dataclass(frozen=True)
class Resource(Generic[R]):
    """One kind of record.

    ``seen`` are the records that an actor sees, with all that ``facts`` needs of them; ``facts`` are what the API
    says of one besides what all records have: plain values, people masked. ``may_read(actor, record)``: who of those
    who see one reads its timeline with names and notes; everybody else reads what is public of it.
    """

    flow: Flow[R]
    title: Text
    seen: Callable[[Any], QuerySet[R]]
    tones: Tones
    facts: Callable[[R], Mapping[str, Any]] = lambda record: {}
    may_read: Callable[[Any, R], object] = lambda actor, record: True
    begin: Beginning | None = None


resources: "Registry[Resource[Any]]" = Registry("resource")
"""By the kind of record; filled in ``AppConfig.ready()``."""


def declare(resource: Resource[Any], *, is_told_outside: bool = True) -> None:
    """Make a kind of record known to everything below: its flow, its name, where it is looked at."""
    model = resource.flow.model
    flows.add(model.kind, resource.flow)
    resources.add(model.kind, resource)
    record_kinds.add(model.kind, RecordKind(resource.title, _address(model), is_told_outside=is_told_outside))
    SUBJECTS[model.kind] = resource.title


def _address(model: type[Record]) -> Callable[[str], str]:
    """By way of the number alone: the list of tasks has not read the records."""
    return lambda number: reverse("record", args=[model.kind, number])
