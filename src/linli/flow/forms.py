"""Forms of acts: what begins a record and what a move is given, as people fill it in and as programs send it.

A form parses and validates and decides nothing. What it offers is declared with its fields; what it makes is a typed
payload, usually a dataclass whose fields have the names of the form's.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.inputs import ModelField, ModelsField

LONGEST_NOTE = 2000
Among = Callable[[Any], "QuerySet[Any]"]
"""``(form)``: the rows that it offers."""


@runtime_checkable
class Offers(Protocol):
    """A field whose choices depend on who fills in the form, or on the record that it is about."""

    def offer(self, form: Any) -> None:
        """Set the field up for this form; called once its ``actor``, and a move's ``record``, are known."""


class ForActor(forms.BaseForm):
    """A form whose fields offer what depends on who fills it in: beside ``forms.Form`` or ``forms.ModelForm``."""

    actor: Actor

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        self.actor = actor
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, Offers):
                field.offer(self)


class ActForm(ForActor, forms.Form):
    """The base of both. ``makes`` is the payload's type where its fields are called as the form's."""

    makes: ClassVar[type | None] = None

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor,
        initial: Mapping[str, object] | None = None,
        **options: Any,
    ) -> None:
        self.actor = actor
        known = self.known() if data is None else {}
        super().__init__(data, files, actor=actor, initial={**known, **(initial or {})}, **options)
        self.adapt()

    def known(self) -> Mapping[str, object]:
        """What is filled in beforehand, unless the page says otherwise; not asked for what somebody has sent."""
        return {}

    def adapt(self) -> None:
        """Take away or change fields for this actor and this record, where declaring is not enough."""

    def payload(self) -> Any:
        """What the action gets. Only for a form without errors."""
        if self.makes is None:
            raise NotImplementedError(f"{type(self).__name__} says neither what it makes nor how")
        names = (field.name for field in dataclasses.fields(self.makes))
        return self.makes(**{name: self.cleaned_data.get(name) for name in names})


class BeginForm(ActForm):
    """What begins a record."""


class MoveForm(ActForm):
    """What a move needs besides a note."""

    record: Record

    def __init__(self, *args: Any, record: Record, **options: Any) -> None:
        self.record = record
        super().__init__(*args, **options)

    @classmethod
    def known_by(cls, record: Any) -> object:
        """What ``known`` goes by: where it is the same for several records, so is what is filled in beforehand."""
        return record.pk


class NoteForm(forms.Form):
    """What every move may be told: a note, and the version of the record that somebody looked at."""

    note = forms.CharField(label=_("说明"), required=False, max_length=LONGEST_NOTE)
    seen = forms.IntegerField(label=_("看到的版本"), required=False, min_value=1, max_value=2**31 - 1)


NOTED = frozenset(NoteForm.base_fields)


class ChoiceOf(ModelField):
    """One row among those that the form offers: ``ChoiceOf(lambda form: form.record.steps.open(), Step)``.

    ``among(form)`` are the rows to choose from, ``named`` says how each is called in the list.
    """

    def __init__(self, among: Among, model: type[Model], *, named: Callable[[Any], str] = str, **options: Any) -> None:
        self.among, self.named = among, named
        super().__init__(model._default_manager.none(), **options)

    def offer(self, form: ActForm) -> None:
        self.queryset = self.among(form)

    def label_from_instance(self, obj: Model) -> str:
        return self.named(obj)


class ChoicesOf(ModelsField):
    """Several rows: ticked on a page, or their ids in one text with commas between, as a program sends them."""

    def __init__(self, among: Among, model: type[Model], *, named: Callable[[Any], str] = str, **options: Any) -> None:
        self.among, self.named = among, named
        super().__init__(model._default_manager.none(), **options)

    def offer(self, form: ActForm) -> None:
        self.queryset = self.among(form)

    def label_from_instance(self, obj: Model) -> str:
        return self.named(obj)
