"""When an organisation was last alive: what it reports of itself, and what its own people do in the system."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Activity, Organisation


@dataclass(frozen=True)
class ActivityReport:
    """Something that it did."""

    day: datetime.date
    what: str
    people: int


def report(organisation: Organisation, *, actor: Actor, data: ActivityReport) -> Mapping[str, object]:
    """An activity of a day. It is alive since that day at least."""
    Activity.objects.create(organisation=organisation, day=data.day, what=data.what, people=data.people)
    organisation.active_on = max(data.day, organisation.active_on or data.day)
    return {"people": data.people}


def mark_active(record: Record, *, name: str, actor: Actor) -> None:
    """A move that its own people made of a record of theirs is a sign of life. A reaction to moves of any kind.

    Waits for nobody who has locked the organisation just now: they look after it, and tomorrow is another day.
    """
    organisation = getattr(record, "organisation_id", None)
    if organisation is None or actor.kind != "user" or not actor.unit_ids:
        return
    today = timezone.localdate()
    own = Organisation.objects.filter(pk=organisation, unit__in=actor.unit_ids).exclude(active_on__gte=today)
    free = own.select_for_update(skip_locked=True).values_list("pk", flat=True)
    Organisation.objects.filter(pk__in=list(free)).update(active_on=today)
