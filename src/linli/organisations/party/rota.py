"""The rota of a group (四季轮值): which branch hosts in which quarter. Nothing here asks the database.

Whoever hosted longest ago comes next; who never has comes before those who have; between two of whom neither has,
who is longer in the group. So two branches that are both in the group host in turn with each other: after one of them
it is the other's turn first, whoever joins or leaves meanwhile. In any window of quarters in which both are in the
group, the numbers of their hostings differ by at most one. Somebody who joins late begins at the head of the queue,
hosts once, and stands at its end as everybody does: nothing of the years before is made up for.

Two things are not the rota's own. Quarters that two branches **swapped** stay as they agreed; a quarter that was
planned and **not held** is no hosting, and the branch is next again. For branches X and Y then holds
hosted(X) - hosted(Y) <= 1 + swapped(X) + swapped(Y) + missed(Y).
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

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
    hosted = dict(last)
    for quarter, host in kept.items():
        hosted[host] = max(quarter, hosted.get(host, quarter))
    planned: dict[datetime.date, K] = {}
    for quarter in sorted(quarters):
        if not members:
            break
        host = kept[quarter] if quarter in kept else queue(members, hosted)[0]
        planned[quarter] = host
        hosted[host] = max(quarter, hosted.get(host, quarter))
    return planned
