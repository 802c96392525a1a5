"""The parts of a flow's table."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.inbox.actions import Wait
from linli.kernel.problems import Text
from linli.people.actors import Warrant

LONGEST_NOTE = 2000
Allow = Callable[[Any, Any], Warrant | None]
"""``(actor, record)``: why the actor may, or None."""
Waits = Callable[[Any, datetime.datetime], Wait | None]
"""``(record, now)``: who has the record while it is in a state, and until when; None: nobody after all."""
Holds = Callable[[Any], Iterable[uuid.UUID]]
"""``(data)``: other records of the kind that the effect changes as well."""


def nobody(actor: Any, record: Any) -> Warrant | None:
    """The policy of moves that follow from other acts (see ``Flow.cause``): no hand makes them."""
    return None


class Effect(Protocol):
    """What a move does besides changing the state. Returns facts for the timeline: no names, no free text."""

    def __call__(self, record: Any, /, *, actor: Any, data: Any) -> Mapping[str, object] | None: ...


class MoveForm(forms.Form):
    """Parses what a move needs into its typed payload; validates, never decides."""

    def __init__(self, *args: Any, record: Any, actor: Any, **kwargs: Any) -> None:
        self.record, self.actor = record, actor
        super().__init__(*args, **kwargs)

    def payload(self) -> object:
        raise NotImplementedError


class NoteForm(forms.Form):
    """What every move may be told: a note, and the version of the record that somebody looked at."""

    note = forms.CharField(label=_("说明"), required=False, max_length=LONGEST_NOTE)
    seen = forms.IntegerField(label=_("看到的版本"), required=False, min_value=1, max_value=2**31 - 1)


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
    holds: Holds | None = None
    """Locked together with the record, in the order of their ids, so that no two acts wait for each other."""

    @property
    def words(self) -> Text:
        return self.done_words or self.label

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
    holds: Holds | None = None,
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
        holds=holds,
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
    holds: Holds | None = None,
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
        holds=holds,
    )
