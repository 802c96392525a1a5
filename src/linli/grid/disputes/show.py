"""How disputes are shown: people masked, what was said only to who mediates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linli.flow.flow import Offer, flows
from linli.flow.records import Record
from linli.flow.timeline import for_staff
from linli.grid.disputes import policies
from linli.grid.disputes.flows import DISPUTE
from linli.grid.models import Dispute, FollowUp, Party, SearchRound, Session
from linli.grid.show import Waiting, waiting
from linli.grid.states import DisputeState, FollowUpState, SearchState, SessionState
from linli.inbox.models import Task
from linli.kernel.problems import Text
from linli.places.lines import lines_of
from linli.places.models import Place

TONES: Mapping[str, str] = {
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


@dataclass(frozen=True)
class Row:
    """A dispute in a list."""

    dispute: Dispute
    line: str
    state: Text
    tone: str
    waiting: Waiting


def rows(disputes: Iterable[Dispute]) -> list[Row]:
    """Two queries however many."""
    disputes = list(disputes)
    tasks = Task.objects.in_bulk([dispute.pk for dispute in disputes])
    lines = lines_of({dispute.place_id for dispute in disputes})
    return [
        Row(
            dispute=dispute,
            line=lines[dispute.place_id].line,
            state=DisputeState(dispute.state).label,
            tone=TONES[dispute.state],
            waiting=waiting(tasks.get(dispute.pk)),
        )
        for dispute in disputes
    ]


@dataclass(frozen=True)
class PartRow:
    """A session or a visit on the dispute's page."""

    part: Any
    state: Text
    tone: str
    waiting: Waiting
    offers: list[Offer]


def part_rows(parts: Iterable[Record], actor: Any) -> list[PartRow]:
    """One query."""
    parts = list(parts)
    tasks = Task.objects.in_bulk([part.pk for part in parts])
    return [
        PartRow(
            part=part,
            state=flows[part.kind].states(part.state).label,
            tone=TONES.get(part.state, "waiting"),
            waiting=waiting(tasks.get(part.pk)),
            offers=flows[part.kind].available(part, actor),
        )
        for part in parts
    ]


def head_of(dispute: Dispute) -> dict[str, object]:
    """What every page of one dispute needs."""
    return {
        "dispute": dispute,
        "place": dispute.place,
        "line": Place.objects.with_line().get(pk=dispute.place_id).line,
        "state": DisputeState(dispute.state).label,
        "tone": TONES[dispute.state],
        "waiting": waiting(Task.objects.filter(pk=dispute.pk).first()),
    }


def context_of(dispute: Dispute, actor: Any) -> dict[str, object]:
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
    search: SearchRound
    found: int | None
    """How many disputes came of it, for those who work on them: one or two in a community are somebody."""
    state: Text
    tone: str
    waiting: Waiting


def search_rows(searches: Iterable[SearchRound], actor: Any) -> list[SearchRow]:
    """One query."""
    searches = list(searches)
    tasks = Task.objects.in_bulk([search.pk for search in searches])
    return [
        SearchRow(
            search=search,
            found=search.number_found if search.looked_at is not None and policies.can_search(actor, search) else None,
            state=SearchState(search.state).label,
            tone=TONES[search.state],
            waiting=waiting(tasks.get(search.pk)),
        )
        for search in searches
    ]


def head_of_search(search: SearchRound, actor: Any) -> dict[str, object]:
    """What every page of one round needs."""
    (row,) = search_rows([search], actor)
    place = Place.objects.with_line().get(pk=search.place_id)
    shown = {"state": row.state, "tone": row.tone, "waiting": row.waiting, "number_found": row.found}
    return {"search": search, "line": place.line} | shown
