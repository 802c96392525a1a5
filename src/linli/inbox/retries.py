"""Trying again later: what mail and webhooks have in common."""

import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

M = TypeVar("M", bound=Model)
FIRST_WAIT = datetime.timedelta(minutes=1)
LONGEST_WAIT = datetime.timedelta(hours=1)
ATTEMPTS = 30
"""With doubling waits up to an hour: given up after rather more than a day."""


def first_due(rows: QuerySet[M], at: str) -> M | None:
    """The row whose time in the column ``at`` came first, locked; those that another worker has are passed over."""
    due = rows.select_for_update(skip_locked=True, of=("self",)).filter(**{f"{at}__lte": timezone.now()})
    return due.order_by(at).first()


def next_try(attempts: int) -> datetime.datetime:
    """When to try again after so many attempts."""
    doubled: datetime.timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 10)
    return timezone.now() + min(doubled, LONGEST_WAIT)
