"""My morning, and my messages."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linli.inbox.actions import mark_read
from linli.inbox.models import Message, Task
from linli.inbox.morning import morning_of
from linli.kernel.paging import page
from linli.kernel.problems import Text
from linli.kernel.registry import glances, record_kinds
from linli.people.actions.users import choose_email
from linli.people.requests import StaffRequest
from linli.people.staffing import words_of
from linli.places.models import Place


@login_required
@require_GET
def morning(request: StaffRequest) -> HttpResponse:
    """What waits for me, the late first. Fixed queries however much waits."""
    mine = morning_of(request.actor)
    tasks: list[Task] = [*mine.late, *mine.today, *mine.later, *mine.from_below]
    places = Place.objects.with_line().filter(code__in={task.code for task in tasks})
    me = request.actor.name
    context = {
        "morning": mine,
        "lines": Place.lines_of(places),
        "address_of": _address,
        "remarks": _remarks(tasks),
        "kinds": {kind: record_kinds[kind].title for kind in {task.record_kind for task in tasks}},
        "others": lambda holder: "" if (words := words_of(holder)) == me else words,
        "glances": [found for _name, glance in glances if (found := glance(request.actor))],
        "unread": Message.objects.filter(user=request.actor.user, read_at=None)[:100].count(),
    }
    return render(request, "inbox/morning.html", context)


@login_required
@require_GET
def messages(request: StaffRequest) -> HttpResponse:
    """My messages, newest first."""
    found = page(Message.objects.filter(user=request.actor.user), cursor=request.GET.get("after"))
    return render(request, "inbox/messages.html", {"page": found, "address_of": _address})


@login_required
@require_POST
def messages_email(request: StaffRequest) -> HttpResponse:
    """Whether messages to me also go out by e-mail."""
    choose_email(request.actor.user, wants=request.POST.get("wants") == "yes")
    return redirect("messages")


@login_required
@require_POST
def messages_read(request: StaffRequest) -> HttpResponse:
    mark_read(Message.objects.filter(user=request.actor.user))
    return redirect("messages")


def _remarks(tasks: Sequence[Task]) -> dict[UUID, Text]:
    """What else there is to know of these, by record; for each kind that is among them at most one query."""
    found: dict[UUID, Text] = {}
    for kind in {task.record_kind for task in tasks}:
        found |= record_kinds[kind].remarks([task.pk for task in tasks if task.record_kind == kind])
    return found


def _address(row: Task | Message) -> str:
    return record_kinds[row.record_kind].address(row.number)
