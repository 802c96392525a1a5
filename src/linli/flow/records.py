"""What every record has: an id, a number, a state, a version, a place."""

import uuid
from typing import ClassVar

from django.db import models

from linli.inbox.actions import Subject
from linli.inbox.models import Task
from linli.kernel.ids import new_id
from linli.kernel.registry import record_kinds
from linli.places.placed import Placed


class Record(Placed):
    """A thing that flows through states. ``state`` and ``version`` are written by its flow and by nothing else."""

    kind: ClassVar[str]
    prefix: ClassVar[str]
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

    def hold_whole(self) -> None:
        """Lock what this record is a part of, before the record itself. Most are whole themselves."""

    @property
    def is_told_outside(self) -> bool:
        """Whether other systems hear of it through webhooks. A kind of record that keeps some to itself says so."""
        return True

    @property
    def subject(self) -> Subject:
        key: uuid.UUID = self.pk
        return Subject(key, self.kind, self.number, self.title[:80], self.path)
