"""The parts of a flow's table."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from linli.flow.forms import NOTED, MoveForm
from linli.inbox.actions import Wait
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Text

Allow = Callable[[Actor, Any], Warrant | None]
"""``(actor, record)``: why the actor may, or None."""
Waits = Callable[[Any, datetime.datetime], Wait | None]
"""``(record, now)``: who has the record while it is in a state, and until when; None: nobody after all."""
AlsoLocks = Callable[[Any], Iterable[uuid.UUID]]
"""``(data)``: other records of the kind that the effect changes as well."""


def nobody(actor: Actor, record: object) -> Warrant | None:
    """The policy of moves that follow from other acts (see ``Flow.cause``): no hand makes them."""
    return None


class Effect(Protocol):
    """What a move does besides changing the state. Returns facts for the timeline: no names, no free text."""

    def __call__(self, record: Any, /, *, actor: Actor, data: Any) -> Mapping[str, object] | None: ...


@dataclass(frozen=True)
class Move:
    """One row of the table. ``target`` None: the state stays (a comment, a photo)."""

    name: str
    sources: tuple[str, ...]
    target: str | None
    label: Text
    allow: Allow
    form: type[MoveForm] | None = None
    do: Effect | None = None
    needs_note: bool = False
    note_is_public: bool = False
    is_refusal: bool = False
    is_aside: bool = False
    """Stands under "more" on the record's page: not what one usually does next."""
    done_words: Text = ""
    """What the timeline says afterwards; the label if empty."""
    for_several: bool | None = None
    """Whether it may be made with many records at once; None: where it asks for nothing but a note and is usual."""
    also_locks: AlsoLocks | None = None
    """Locked together with the record, in the order of their ids, so that no two acts wait for each other."""

    def __post_init__(self) -> None:
        if self.form and (taken := NOTED & set(self.form.base_fields)):
            raise ValueError(
                f"the form of the move {self.name!r} has a field called {sorted(taken)[0]!r}, which the page of every "
                "move has for itself: give the field the name of what it holds"
            )

    @property
    def words(self) -> Text:
        return self.done_words or self.label

    @property
    def is_for_several(self) -> bool:
        if self.for_several is not None:
            return self.for_several
        return self.form is None and self.allow is not nobody and not self.is_aside and not self.is_refusal

    @property
    def asks(self) -> bool:
        """Whether somebody has to fill in something first."""
        return self.needs_note or self.form is not None


def move(
    name: str,
    source: str | tuple[str, ...],
    target: str,
    label: Text,
    *,
    allow: Allow,
    form: type[MoveForm] | None = None,
    do: Effect | None = None,
    needs_note: bool = False,
    note_is_public: bool = False,
    is_refusal: bool = False,
    is_aside: bool = False,
    done_words: Text = "",
    for_several: bool | None = None,
    also_locks: AlsoLocks | None = None,
) -> Move:
    """A move from one state (or a few named ones; never "any") to another."""
    sources = (source,) if isinstance(source, str) else source
    return Move(
        name=name,
        sources=tuple(sources),
        target=target,
        label=label,
        allow=allow,
        form=form,
        do=do,
        needs_note=needs_note,
        note_is_public=note_is_public,
        is_refusal=is_refusal,
        is_aside=is_aside,
        done_words=done_words,
        for_several=for_several,
        also_locks=also_locks,
    )


def act(
    name: str,
    sources: tuple[str, ...],
    label: Text,
    *,
    allow: Allow,
    form: type[MoveForm] | None = None,
    do: Effect | None = None,
    needs_note: bool = False,
    note_is_public: bool = False,
    is_aside: bool = True,
    done_words: Text = "",
    for_several: bool | None = None,
    also_locks: AlsoLocks | None = None,
) -> Move:
    """Something done to a record that leaves its state and its task as they are."""
    return Move(
        name=name,
        sources=sources,
        target=None,
        label=label,
        allow=allow,
        form=form,
        do=do,
        needs_note=needs_note,
        note_is_public=note_is_public,
        is_aside=is_aside,
        done_words=done_words,
        for_several=for_several,
        also_locks=also_locks,
    )
