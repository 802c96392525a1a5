"""Kinds of records, declared once: begun, listed, moved, told of and taken out in one way, on pages and by programs.

A kind is declared in its room's ``register()``. A list or a page with a thought of its own is written by hand where
it belongs; for everything else what is here is enough.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, columns, kinds
from linli.flow.flow import ADOPT, BEGIN, Flow, flows
from linli.flow.forms import BeginForm
from linli.flow.moves import Move
from linli.flow.records import Record
from linli.flow.sheets import SHEET, SheetColumn
from linli.flow.showing import Tones, tones
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import RecordKind, Registry, record_kinds

R = TypeVar("R", bound=Record)
EXPORT, EXPORTED = "export", _("导出列表")
"""What the trail says where somebody took the list of a kind as a workbook."""
ADOPTED = _("由原系统导入")
"""What the history says of a record that began elsewhere."""


@dataclass(frozen=True)
class Beginning:
    """How somebody begins a record: who may at all, what they fill in, and the act, ``act(payload, actor=…)``."""

    label: Text
    allow: Callable[[Actor], object]
    form: type[BeginForm]
    act: Callable[..., Record]


def by_state(records: "QuerySet[R]", query: QueryDict) -> "QuerySet[R]":
    """The usual narrowing of a list: ``?state=``, where it is one of the kind's."""
    state = query.get("state", "")
    return records.filter(state=state) if state in flows[records.model.kind].states.values else records


def is_staff(actor: Actor) -> bool:
    """Whoever is signed in."""
    return actor.kind == "user"


@dataclass(frozen=True)
class Resource(Generic[R]):
    """One kind of record. ``begun`` is what its history calls its begin.

    ``seen`` are the records that an actor sees, with all that ``facts`` needs of them; ``facts`` are what the API
    says of one besides what all records have: plain values, people masked. ``may_read(actor, record)``: who of those
    who see one reads its timeline with names and notes; everybody else reads what is public of it. ``narrowed`` is
    the list as the page's filters have it, ``sheet`` its columns as a workbook, which ``may_export`` may take.
    ``url_name`` leads to a record's page by its number, ``list_url_name`` to the list; a kind that has none of its own
    is shown by ``template``, with
    the record as ``it``. ``remarks`` and ``is_told_outside`` as in ``RecordKind``.
    """

    flow: Flow[R]
    title: Text
    seen: Callable[[Actor], "QuerySet[R]"]
    tones: Tones
    facts: Callable[[R], Mapping[str, object]] = lambda record: {}
    may_read: Callable[[Actor, R], object] = lambda actor, record: True
    begin: Beginning | None = None
    narrowed: Callable[[Any, QueryDict], "QuerySet[R]"] = by_state
    sheet: Sequence[SheetColumn[R]] = SHEET
    may_export: Callable[[Actor], object] = is_staff
    url_name: str = "record"
    list_url_name: str = "records"
    template: str = "flow/record.html"
    remarks: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Text]] = lambda keys: {}
    is_told_outside: bool = True
    begun: Text = field(kw_only=True)


resources: "Registry[Resource[Any]]" = Registry("resource")
"""By the kind of record; filled in ``AppConfig.ready()``."""


def declare(resource: Resource[Any]) -> None:
    """Make a kind of record known to everything below: its flow, its name, where it is looked at."""
    kind = resource.flow.model.kind
    flows.add(kind, resource.flow)
    resources.add(kind, resource)
    tones.add(kind, resource.tones)
    address = _address(resource.url_name, kind)
    shown = RecordKind(resource.title, address, resource.remarks, is_told_outside=resource.is_told_outside)
    record_kinds.add(kind, shown)
    _give_words(resource)


def _give_words(resource: Resource[Any]) -> None:
    """The words that the table holds: for states, begin and moves, and for the columns."""
    model = resource.flow.model
    moves = {move.name: move.words for move in resource.flow.moves.values()}
    kinds.add(
        model.kind,
        KindWords(
            resource.title,
            acts={BEGIN: resource.begun, ADOPT: ADOPTED, EXPORT: EXPORTED} | moves,
            states=dict(resource.flow.states.choices),
            values={"steps.move": {BEGIN: resource.begun} | moves} | columns(model),
        ),
    )


def add_moves(flow: Flow[Any], *moves: Move, after: str) -> None:
    """Let a room above add moves of its own to a declared kind, below the move ``after``."""
    flow.add(*moves, after=after)
    kinds.add(flow.model.kind, KindWords(acts={move.name: move.words for move in moves}))


def list_address(resource: Resource[Any]) -> str:
    """Where the list of the kind is."""
    name = resource.list_url_name
    return reverse(name, args=[resource.flow.model.kind] if name == "records" else [])


def _address(url_name: str, kind: str) -> Callable[[str], str]:
    """By way of the number alone: the list of tasks has not read the records."""
    return lambda number: reverse(url_name, args=[kind, number] if url_name == "record" else [number])
