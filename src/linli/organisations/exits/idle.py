"""Looking for organisations that nobody has heard of: once a day, each warned once."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from linli.kernel.actor import SYSTEM
from linli.kernel.problems import Conflict
from linli.organisations.exits.actions import Warned, begin
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.rules import IDLE_DAYS
from linli.organisations.exits.states import OPEN_WARNINGS, WarningCause
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS

LEAST_DAYS = 30
"""However a place sets the rule, sooner nobody is called idle."""


def warn_idle() -> int:
    """Warn those that are idle by their place's rule and not warned yet; returns how many.

    A warning that was taken back counts as a sign of life on its day: somebody looked.
    """
    today = timezone.localdate()
    candidates = (
        Organisation.objects.filter(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS)
        .exclude(warnings__state__in=OPEN_WARNINGS)
        .annotate(alive_on=Coalesce("active_on", "registered_on", "filed_on"))
        .filter(alive_on__lt=today - datetime.timedelta(days=LEAST_DAYS))
        .order_by("pk")
    )
    warned = ExitWarning.objects.filter(organisation__in=candidates.order_by())
    looked_at: dict[uuid.UUID, datetime.datetime] = dict(
        warned.values_list("organisation").annotate(latest=Max("changed_at"))
    )
    return sum(_warn(one) for one in candidates.iterator() if _is_idle(one, looked_at.get(one.pk), today))


def _is_idle(organisation: Organisation, looked_at: datetime.datetime | None, today: datetime.date) -> bool:
    days = max(IDLE_DAYS.at(organisation.path), LEAST_DAYS)
    known = organisation.known_active_on
    known = max(known, timezone.localdate(looked_at)) if looked_at else known
    return known < today - datetime.timedelta(days=days)


def _warn(organisation: Organisation) -> bool:
    """Whether it was."""
    try:
        with transaction.atomic():
            begin(Warned(organisation, WarningCause.IDLE, ""), actor=SYSTEM)
    except Conflict:
        # Another worker was faster, or it has just left.
        return False
    return True
