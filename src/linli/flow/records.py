"""What every record has: an id, a number, a state, a version, a place."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from linli.inbox.actions import Subject
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.registry import record_kinds
from linli.places.placed import Placed, PlacedQuerySet


class Record(Placed):
    """A thing that flows through states. ``state`` and ``version`` are written by its flow and by nothing else."""

    kind: ClassVar[str]
    prefix: ClassVar[str]
    whole: ClassVar[str] = ""
    """The name of the foreign key to the record that this one is a part of or belongs to: acts lock that one first."""
    answered: "Task | None" = None
    """While a move is made: the task under which the record waited for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, editable=False)
    state = models.CharField(max_length=20, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta(Placed.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """A few words for lists; never the name of a person."""
        raise NotImplementedError

    def get_absolute_url(self) -> str:
        """Its page. A declared kind (``linli.flow.resources``) says it itself: the page of all kinds leads there."""
        return record_kinds[self.kind].address(self.number)

    def facts(self) -> dict[str, object]:
        """What each line of its timeline says besides the move's own facts; nothing about a person."""
        return {}

    def lock_parents(self) -> "Record | None":
        """Lock what this record is a part of, the outermost first, before the record itself; the nearest, locked."""
        if not self.whole:
            return None
        model: type[Record] = self._meta.get_field(self.whole).related_model  # type: ignore[assignment]  # a record
        key = getattr(self, f"{self.whole}_id")
        if key is None:
            return None
        above = getattr(self, self.whole).lock_parents() if model.whole else None
        return model._base_manager.select_for_update(of=("self",)).get(pk=key).within(above)

    def within(self, whole: "Record | None") -> Self:
        """Attach the whole as it was read under its lock, so that nobody reads it a second time."""
        if whole is not None:
            setattr(self, self.whole, whole)
        return self

    @property
    def is_told_outside(self) -> bool:
        """Whether other systems hear of it through webhooks. A kind of record that keeps some to itself says so."""
        return True

    @property
    def subject(self) -> Subject:
        key: uuid.UUID = self.pk
        return Subject(key, self.kind, self.number, self.title[:80], self.path)


class PartQuerySet(PlacedQuerySet[Any]):
    """For the QuerySets of parts."""

    def visible_to(self, actor: Actor) -> Self:
        """The parts of the wholes that the actor sees."""
        field = self.model._meta.get_field(self.model.whole)
        seen = field.related_model._default_manager.visible_to(actor)
        return self.filter(**{f"{field.name}__in": seen})


class Part(Record):
    """What waits for somebody by itself within another record: seen, titled and looked at with its whole."""

    is_listed_by_place = False

    class Meta(Record.Meta):
        abstract = True

    @property
    def title(self) -> str:
        whole: Record = getattr(self, self.whole)
        return whole.title

    @property
    def is_told_outside(self) -> bool:
        whole: Record = getattr(self, self.whole)
        return whole.is_told_outside

    def get_absolute_url(self) -> str:
        whole: Record = getattr(self, self.whole)
        return f"{whole.get_absolute_url()}#{self.number}"
