"""What every bench shares: a database of its own, and how a figure is told."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRIES = 40


@dataclass(frozen=True)
class Figure:
    """A measured value beside the limit measured in the same run."""

    what: str
    value: float
    unit: str
    limit: float
    limit_is: str
    least_ratio: float
    is_less_better: bool = False

    @property
    def ratio(self) -> float:
        """How near to the limit: 1 is as good as it, more is better."""
        return self.limit / self.value if self.is_less_better else self.value / self.limit

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.least_ratio

    def __str__(self) -> str:
        return (
            f"{self.what}\n"
            f"    figure  {self.value:>12,.1f} {self.unit}\n"
            f"    limit   {self.limit:>12,.1f} {self.unit}   ({self.limit_is})\n"
            f"    ratio   {self.ratio:>12.2f}   at least {self.least_ratio:.2f}: "
            f"{'enough' if self.is_enough else 'TOO LITTLE'}"
        )


@contextmanager
def scratch_database() -> Iterator[None]:
    """Everything inside happens in a fresh, migrated database of its own, which is dropped afterwards."""
    earlier = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"linli_bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(earlier, verbosity=0)


def quickest(ask: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds of the quickest of many tries (whatever else the machine does only adds), and the queries of one."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        if (response := ask()).status_code != 200:
            raise SystemExit(f"a request failed: {response.content.decode()[:300]}")
        count = len(queries)
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return min(times) * 1000, count
