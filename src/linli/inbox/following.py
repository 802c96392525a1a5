"""Tasks when grids are re-drawn: whoever has the new grid has them, with the deadline that they had."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.inbox.actions import send
from linli.inbox.models import Message, MessageKind, Task
from linli.kernel.registry import Moving, Redrawing
from linli.people import holders
from linli.people.models import Post
from linli.people.roles import Role
from linli.people.staffing import users_of


def look_at_tasks(shift: Redrawing) -> Moving:
    """Those that somebody else would have."""
    return Moving(_tasks(shift).filter(holder__in=_names_at(shift)).count())


def move_tasks(shift: Redrawing) -> int:
    """Runs after those of records, which hold the records' locks: everybody locks a record before its task.

    Where nobody has the role at the new grid it falls to whoever would have heard of it when it is late.
    """
    staffed = set(
        Post.objects.on(shift.on).filter(place=shift.new, user__is_active=True).values_list("role", flat=True)
    )
    tasks = list(_tasks(shift).select_for_update().order_by("pk"))
    moved, old = set(shift.records), _names_at(shift)
    changed = []
    for task in tasks:
        if task.record_id in moved:
            task.code = shift.new_code
        if task.escalate_to in old:
            task.escalate_to = _at_new(task.escalate_to, shift, staffed)
        if task.holder in old:
            holder = _at_new(task.holder, shift, staffed) or task.escalate_to
            if holder == task.escalate_to:
                task.escalate_to = ""
            task.holder = holder or holders.of_role(task.holder.partition(":")[0], shift.new)
            changed.append(task)
    Task.objects.bulk_update(tasks, ["code", "holder", "escalate_to"], batch_size=500)
    _tell(changed)
    return len(tasks)


def _names_at(shift: Redrawing) -> list[str]:
    """The names of those who sit at the old place."""
    return [holders.of_role(role, shift.old) for role in Role.values]


def _tasks(shift: Redrawing) -> QuerySet[Task]:
    mine = Q(record_id__in=shift.records)
    if shift.is_whole:
        mine |= Q(holder__in=_names_at(shift)) | Q(escalate_to__in=_names_at(shift))
    return Task.objects.filter(mine)


def _at_new(holder: str, shift: Redrawing, staffed: set[str]) -> str:
    role = holder.partition(":")[0]
    return holders.of_role(role, shift.new) if role in staffed else ""


def _tell(tasks: list[Task]) -> None:
    """Who has something now that they were never told of."""
    numbers = [task.number for task in tasks]
    told = set(Message.objects.filter(number__in=numbers, kind=MessageKind.NEW).values_list("user_id", "number"))
    for task in tasks:
        users = [user for user in users_of(task.holder) if (user, task.number) not in told]
        send(task, MessageKind.NEW, users, now=timezone.now())
