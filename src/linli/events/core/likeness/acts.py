"""What somebody who works here makes of a report that was made already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.events.core.flows import EVENT
from linli.events.core.intake import report
from linli.events.core.likeness.duplicates import MOST, Twin, find
from linli.events.core.models import Event
from linli.events.core.payloads import Evidence, Join, Report
from linli.flow.forms import LONGEST_NOTE
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict


@dataclass(frozen=True)
class Candidate:
    """An open event that may be the same, and what may be done with it instead of a report by itself."""

    twin: Twin
    may_add: bool
    may_join: bool


def candidates(draft: Event, actor: Actor) -> list[Candidate]:
    """At most five, the likeliest first. One query."""
    may_join = EVENT.moves["join"].allow(actor, draft) is not None
    may_add = EVENT.moves["comment"].allow
    twins: Sequence[Twin] = find(draft, Event.objects.visible_to(actor))[:MOST]
    return [Candidate(twin, may_add(actor, twin.event) is not None, may_join) for twin in twins]


@transaction.atomic
def add_to(event: Event, data: Report, *, actor: Actor) -> None:
    """Put what was going to be reported to an event that is there: words and pictures.

    Words about a confidential matter are not written where more people read them.
    """
    if data.category.keeps_confidential and not event.is_confidential:
        raise Conflict(_("这一类事件保密，请单独上报"), code="confidential")
    said = "\n".join(words for words in (data.text.strip(), data.address.strip()) if words)
    event = EVENT.make(event, "comment", actor=actor, note=said[:LONGEST_NOTE])
    if data.photos:
        EVENT.make(event, "add_photos", actor=actor, data=Evidence(data.photos))


@transaction.atomic
def report_joined(data: Report, into: Event, *, actor: Actor) -> Event:
    """Take it in with its own number, and join it at once: for somebody who called and wants to hear of it."""
    return EVENT.make(report(data, actor=actor).event, "join", actor=actor, data=Join(into))
