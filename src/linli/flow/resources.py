"""Kinds of records that are begun, listed, moved and told of in one way, on pages and through the API.

A kind is declared once, in its room's ``register()``. What is peculiar to it (its own page, its list with its own
filters) is written where it belongs; a kind for which nothing here fits, such as the event, declares none of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, columns, kinds
from linli.flow.flow import ADOPT, BEGIN, Flow, flows
from linli.flow.records import Record
from linli.flow.showing import Tones
from linli.kernel.problems import Text
from linli.kernel.registry import RecordKind, Registry, record_kinds

R = TypeVar("R", bound=Record)
ADOPTED = _("由原系统导入")
"""What the history says of a record that began elsewhere."""


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
    """One kind of record. ``begun`` is what its history calls its begin.

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
    begun: Text = field(kw_only=True)


resources: "Registry[Resource[Any]]" = Registry("resource")
"""By the kind of record; filled in ``AppConfig.ready()``."""


def declare(resource: Resource[Any], *, is_told_outside: bool = True) -> None:
    """Make a kind of record known to everything below: its flow, its words, where it is looked at."""
    model = resource.flow.model
    flows.add(model.kind, resource.flow)
    resources.add(model.kind, resource)
    record_kinds.add(model.kind, RecordKind(resource.title, _address(model), is_told_outside=is_told_outside))
    name_kind(resource.flow, resource.title, begun=resource.begun)


def name_kind(flow: Flow[Any], title: Text, *, begun: Text) -> None:
    """Give a kind the words that its table holds: for its states, its begin, its moves, and its columns."""
    moves = {move.name: move.words for move in flow.moves.values()}
    kinds.add(
        flow.model.kind,
        KindWords(
            title,
            acts={BEGIN: begun, ADOPT: ADOPTED} | moves,
            states=dict(flow.states.choices),
            values={"steps.move": {BEGIN: begun} | moves} | columns(flow.model),
        ),
    )


def _address(model: type[Record]) -> Callable[[str], str]:
    """By way of the number alone: the list of tasks has not read the records."""
    return lambda number: reverse("record", args=[model.kind, number])
