"""The days on which somebody is away and their deputies act."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import SystemActor, Warrant
from linli.kernel.problems import Invalid, NotFound
from linli.people.actions.rights import Administrator, granting
from linli.people.models import Absence, User
from linli.people.staffing import staffing

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def set_absence(user: User, *, first_day: datetime.date, last_day: datetime.date, actor: Administrator) -> Absence:
    """From ``first_day`` to ``last_day`` the deputies of the user's posts act. One's own, or a security admin's act."""
    warrant = _for_absence(user, actor)
    if last_day < max(first_day, timezone.localdate()):
        raise Invalid(errors={"last_day": [_("最后一天不能早于第一天，也不能早于今天")]})
    absence = Absence.objects.create(user=user, first_day=first_day, last_day=last_day)
    _record("absence.set", absence, actor, warrant)
    staffing.touch()
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, actor: Administrator) -> None:
    """Back at work: what is left of the absence, or all of it when it had not begun, is taken away."""
    warrant = _for_absence(absence.user, actor)
    yesterday = timezone.localdate() - ONE_DAY
    _record("absence.end", absence, actor, warrant)
    if absence.first_day > yesterday:
        absence.delete()
    elif absence.last_day > yesterday:
        absence.last_day = yesterday
        absence.save(update_fields=["last_day"])
    staffing.touch()


def _for_absence(user: User, actor: Administrator) -> Warrant | None:
    """None: it is their own."""
    if user.pk == actor.id:
        return None
    warrant = granting(actor)
    if not isinstance(actor, SystemActor) and not User.objects.visible_to(actor).filter(pk=user.pk).exists():
        raise NotFound()
    return warrant


def _record(action: str, absence: Absence, actor: Administrator, warrant: Warrant | None) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=warrant.on_behalf_of if warrant else None,
        subject_kind="absence",
        subject_id=absence.pk,
        detail={
            "user": str(absence.user_id),
            "first_day": absence.first_day.isoformat(),
            "last_day": absence.last_day.isoformat(),
        },
    )
