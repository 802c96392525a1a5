"""The platforms' deadlines beside ours, where people look in the morning."""

import datetime
import uuid
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.events.core.models import Event
from linli.kernel.problems import Text


def remarks_of(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Text]:
    """Until when the platform wants an answer, of those that one sent."""
    found = Event.objects.filter(pk__in=keys, their_due__isnull=False).values_list("pk", "their_due")
    return {key: _("热线期限 %(due)s") % {"due": _short(due)} for key, due in found if due}


def _short(due: datetime.datetime) -> str:
    return timezone.localtime(due).strftime("%m-%d %H:%M")
