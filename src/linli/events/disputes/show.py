"""How disputes are shown: people masked, what was said only to who mediates."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.events.core.models import Event
from linli.events.disputes import policies
from linli.events.disputes.flows import DISPUTE
from linli.events.disputes.models import Dispute, FollowUp, Party, SearchRound, Session
from linli.events.disputes.states import DisputeState, FollowUpState, SearchState, SessionState
from linli.flow import showing
from linli.flow.sections import Section
from linli.flow.showing import Row, Tones, part_rows, rows_of
from linli.flow.timeline import for_staff
from linli.kernel.actor import Actor

TONES: Tones = {
    DisputeState.MEDIATING: "going",
    DisputeState.AGREED: "going",
    DisputeState.SETTLED: "done",
    DisputeState.FAILED: "waiting",
    SessionState.PLANNED: "waiting",
    SessionState.HELD: "done",
    SessionState.NOT_HELD: "waiting",
    SessionState.RELEASED: "waiting",
    FollowUpState.DUE: "waiting",
    FollowUpState.KEPT: "done",
    FollowUpState.BROKEN: "waiting",
    SearchState.DUE: "waiting",
    SearchState.DONE: "done",
    SearchState.LAPSED: "waiting",
}


def head_of(dispute: Dispute) -> dict[str, object]:
    """What every page of one dispute needs."""
    return {"dispute": dispute, "head": showing.head_of(dispute, title=dispute.event.category.name)}


def context_of(dispute: Dispute, actor: Actor) -> dict[str, object]:
    """The whole record for this reader."""
    sessions, visits = parts_of(dispute)
    return head_of(dispute) | {
        "offers": DISPUTE.available(dispute, actor),
        "may_read": policies.can_mediate(actor, dispute) is not None,
        "parties": list(Party.objects.filter(dispute=dispute)),
        "others": list(dispute.others.order_by("name")),
        "sessions": part_rows(sessions, actor),
        "visits": part_rows(visits, actor),
        "agreements": list(dispute.agreements.all()),
        "lines": for_staff(dispute, [*sessions, *visits]),
    }


def parts_of(dispute: Dispute) -> tuple[list[Session], list[FollowUp]]:
    """Its sessions with who took part, and the visits, each in order."""
    sessions = Session.objects.filter(dispute=dispute).prefetch_related("parties", "mediators").order_by("starts_at")
    visits = FollowUp.objects.filter(dispute=dispute).order_by("due_on")
    found = list(sessions), list(visits)
    for part in (*found[0], *found[1]):
        part.dispute = dispute
    return found


@dataclass(frozen=True)
class SearchRow:
    """A round in a list; ``found`` is how many disputes came of it, for those who work on them.

    One or two in a community are somebody.
    """

    row: Row[SearchRound]
    found: int | None


def search_rows(searches: Iterable[SearchRound], actor: Actor) -> list[SearchRow]:
    return [SearchRow(row, _found(row.record, actor)) for row in rows_of(searches)]


def _found(search: SearchRound, actor: Actor) -> int | None:
    return search.number_found if search.looked_at is not None and policies.can_search(actor, search) else None


def head_of_search(search: SearchRound, actor: Actor) -> dict[str, object]:
    """What every page of one round needs."""
    return {"search": search, "head": showing.head_of(search), "number_found": _found(search, actor)}


def facts(dispute: Dispute) -> dict[str, object]:
    return {
        "event": dispute.event.number,
        "channel": dispute.channel,
        "mediation": dispute.kind_of_mediation.name,
        "referral": dispute.referral.name if dispute.referral else None,
    }


def session_facts(session: Session) -> dict[str, object]:
    return {"dispute": session.dispute.number, "starts_at": session.starts_at}


def visit_facts(visit: FollowUp) -> dict[str, object]:
    return {"dispute": visit.dispute.number, "due_on": visit.due_on}


def mediation(event: Event, actor: Actor) -> Section | None:
    """On the event's page: that it is mediated."""
    dispute = Dispute.objects.filter(event=event).first() if event.is_confidential else None
    return Section("", "disputes/_mediation.html", {"dispute": dispute}, is_first=True) if dispute else None
