"""The rota of a group (四季轮值): quarters, and which branch hosts in which. Nothing here asks the database.

Whoever hosted longest ago comes next; who never has comes before those who have; between two of whom neither has,
who is longer in the group. So two branches that are both in the group host in turn with each other: after one of them
it is the other's turn first, whoever joins or leaves meanwhile. In any window of quarters in which both are in the
group, the numbers of their hostings differ by at most one. Somebody who joins late begins at the head of the queue,
hosts once, and stands at its end as everybody does: nothing of the years before is made up for.

Two things are not the rota's own. Quarters that two branches **swapped** stay as they agreed; whoever has one soon is
passed over until then, so that nobody hosts twice running for a swap. A quarter that was planned and **not held** is
no hosting, and the branch is next again. Each swapped or missed quarter can shift the count of a pair by one.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar


def quarter_of(day: datetime.date) -> datetime.date:
    """The first day of the quarter in which ``day`` lies."""
    return datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def shifted(quarter: datetime.date, by: int) -> datetime.date:
    """The quarter ``by`` quarters later."""
    months = quarter.year * 12 + quarter.month - 1 + 3 * by
    return datetime.date(months // 12, months % 12 + 1, 1)


def last_day(quarter: datetime.date) -> datetime.date:
    return shifted(quarter, 1) - datetime.timedelta(days=1)


def number_of(quarter: datetime.date) -> int:
    """1 to 4."""
    return (quarter.month + 2) // 3


def between(first: datetime.date, last: datetime.date) -> int:
    """How many quarters from ``first`` to ``last``, both included; 0 where ``last`` is earlier."""
    return max(0, (last.year - first.year) * 4 + number_of(last) - number_of(first) + 1)


K = TypeVar("K")


def queue(members: Sequence[K], last: Mapping[K, datetime.date]) -> list[K]:
    """The members in the order in which they come next; ``members`` as they joined, ``last`` when each hosted last."""
    return sorted(members, key=lambda one: last.get(one, datetime.date.min))


def plan(
    members: Sequence[K],
    *,
    last: Mapping[K, datetime.date],
    kept: Mapping[datetime.date, K],
    quarters: Iterable[datetime.date],
) -> dict[datetime.date, K]:
    """Who hosts in each of ``quarters``. ``kept`` quarters stay with whom they have, also later than those planned.

    Without members there is nobody to host, and the answer is empty.
    """
    ahead = sorted(quarters)
    hosted = dict(last)
    for quarter, host in kept.items():
        if quarter not in ahead:
            hosted[host] = max(quarter, hosted.get(host, quarter))
    planned: dict[datetime.date, K] = {}
    for quarter in ahead:
        if not members:
            break
        host = kept[quarter] if quarter in kept else _next(members, hosted, kept, quarter)
        planned[quarter] = host
        hosted[host] = max(quarter, hosted.get(host, quarter))
    return planned


def _next(
    members: Sequence[K], hosted: Mapping[K, datetime.date], kept: Mapping[datetime.date, K], quarter: datetime.date
) -> K:
    """The first in the queue who has no quarter kept before the others all had theirs; the first of all if none is."""
    until = shifted(quarter, len(members) - 1)
    soon = {host for later, host in kept.items() if quarter < later <= until}
    order = queue(members, hosted)
    return next((one for one in order if one not in soon), order[0])
