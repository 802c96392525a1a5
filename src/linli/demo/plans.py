"""Which ways the demo's matters go, and how long each step takes."""

from dataclasses import dataclass

ACCEPTED = ("accept",)
DISPATCHED = (*ACCEPTED, "dispatch")
IN_PROGRESS = (*DISPATCHED, "start")
DONE = (*IN_PROGRESS, "finish")
CHECKED = (*DONE, "check")
CLOSED = (*CHECKED, "close")
AGAIN = (*CLOSED[1:],)
"""The second round, after a matter came back to the desk."""


@dataclass(frozen=True)
class Plan:
    """``count`` matters go this way; the last step was ``rest`` working minutes ago (from, to)."""

    count: int
    route: tuple[str, ...]
    rest: tuple[int, int]


PLANS = (
    # Waiting for somebody, in time.
    Plan(9, (), (5, 100)),
    Plan(6, ACCEPTED, (5, 100)),
    Plan(3, (*DISPATCHED, "send_back"), (10, 100)),
    Plan(6, DISPATCHED, (10, 200)),
    Plan(7, IN_PROGRESS, (30, 700)),
    Plan(4, (*IN_PROGRESS, "comment"), (30, 400)),
    Plan(5, DONE, (10, 400)),
    Plan(2, (*DONE, "rework"), (10, 200)),
    Plan(4, CHECKED, (10, 300)),
    Plan(3, (*CLOSED, "reopen"), (10, 100)),
    # Up, sideways and out.
    Plan(3, (*ACCEPTED, "raise"), (10, 100)),
    Plan(3, (*ACCEPTED, "whistle"), (5, 50)),
    Plan(2, (*ACCEPTED, "whistle", "supervise"), (300, 900)),
    Plan(2, (*DISPATCHED, "assist"), (10, 200)),
    Plan(3, (*IN_PROGRESS, "ask_time"), (10, 200)),
    Plan(2, (*DISPATCHED, "send_back", "dispatch", "send_back", "lead"), (10, 100)),
    # Waiting for too long.
    Plan(3, (), (300, 1400)),
    Plan(2, ACCEPTED, (300, 900)),
    Plan(3, DISPATCHED, (500, 1500)),
    Plan(3, IN_PROGRESS, (2000, 3600)),
    # Over.
    Plan(12, CLOSED, (100, 9000)),
    Plan(17, (*CLOSED, "rate"), (60, 9000)),
    Plan(4, (*DONE, "rework", "finish", "check", "close", "rate"), (100, 7000)),
    Plan(4, (*DISPATCHED, "send_back", *AGAIN, "rate"), (100, 6000)),
    Plan(3, (*CLOSED, "reopen", *AGAIN, "rate"), (100, 5000)),
    Plan(10, ("solve",), (20, 9000)),
    Plan(6, ("solve", "rate"), (20, 9000)),
    Plan(6, ("reject",), (30, 9000)),
    Plan(3, ("withdraw",), (30, 9000)),
    Plan(4, (*ACCEPTED, "raise", *CLOSED[1:], "rate"), (100, 7000)),
)

ORDERS = (
    Plan(6, (), (20, 300)),
    Plan(6, ACCEPTED, (20, 200)),
    Plan(8, DISPATCHED, (60, 700)),
    Plan(8, IN_PROGRESS, (60, 900)),
    Plan(4, DONE, (10, 300)),
    Plan(3, CHECKED, (10, 300)),
    Plan(20, CLOSED, (60, 6000)),
    Plan(5, ("reject",), (60, 6000)),
)
"""What the city's hotline sends."""

PACE = {
    "accept": (5, 100),
    "solve": (10, 110),
    "reject": (10, 110),
    "dispatch": (10, 110),
    "send_back": (20, 200),
    "raise": (20, 200),
    "whistle": (10, 100),
    "assist": (10, 100),
    "ask_time": (30, 400),
    "lead": (10, 100),
    "supervise": (200, 400),
    "withdraw": (10, 60),
    "join": (5, 20),
    "start": (15, 220),
    "comment": (20, 240),
    "finish": (120, 1200),
    "check": (20, 400),
    "rework": (20, 300),
    "close": (15, 400),
    "rate": (30, 900),
    "reopen": (60, 900),
}
"""Working minutes since the step before, from–to."""
SLOW = 0.15
"""The share of works that take three times as long, and so are late."""
BY_THE_REPORTER = {"rate", "reopen", "withdraw"}
BY_THE_DESK = {"whistle", "assist"}
FROM_ABOVE = {"lead", "supervise"}
ENDED = {"close", "rate", "solve", "reject", "withdraw"}
