"""The rota by itself: fair over any sequence of joins, leaves, misses and swaps."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.organisations.party import rota
from linli.organisations.party.rota import between, last_day, number_of, quarter_of, shifted

FIRST = datetime.date(2024, 1, 1)
AHEAD = 4


@dataclass
class Group:
    """A group as the rooms keep it, with the rota made anew whenever something happens."""

    members: list[str] = field(default_factory=list)
    now: datetime.date = FIRST
    planned: dict[datetime.date, str] = field(default_factory=dict)
    held: dict[datetime.date, str] = field(default_factory=dict)
    pinned: set[datetime.date] = field(default_factory=set)
    unsaid: list[tuple[datetime.date, str]] = field(default_factory=list)
    """Quarters that are over and of which nobody has said yet that they were missed."""
    missed: list[tuple[datetime.date, str]] = field(default_factory=list)
    swaps: list[tuple[datetime.date, str]] = field(default_factory=list)
    """Each branch that swapped, with the later of the two quarters."""
    gone: set[str] = field(default_factory=set)

    def make(self) -> None:
        last: dict[str, datetime.date] = {}
        for quarter, host in (*sorted(self.held.items()), *self.unsaid):
            last[host] = max(quarter, last.get(host, quarter))
        kept = {
            quarter: host
            for quarter, host in self.planned.items()
            if host in self.members and (quarter == self.now or quarter in self.pinned)
        }
        self.pinned &= kept.keys()
        wanted = {shifted(self.now, by) for by in range(1, AHEAD + 1)} | ({self.now} & self.planned.keys())
        self.planned = rota.plan(self.members, last=last, kept=kept, quarters=wanted)

    def join(self, who: str) -> None:
        if who not in self.members:
            self.members.append(who)

    def leave(self, who: str) -> None:
        if who in self.members:
            self.members.remove(who)
            self.gone.add(who)

    def swap(self, one: int, other: int) -> None:
        mine, theirs = shifted(self.now, one), shifted(self.now, other)
        if mine in self.planned and theirs in self.planned and self.planned[mine] != self.planned[theirs]:
            self.planned[mine], self.planned[theirs] = self.planned[theirs], self.planned[mine]
            self.pinned |= {mine, theirs}
            self.swaps += [(max(mine, theirs), self.planned[mine]), (max(mine, theirs), self.planned[theirs])]

    def end_quarter(self, outcome: str) -> frozenset[str]:
        """Go on to the next quarter; returns who was there from the first day to the last of the one that ends."""
        for quarter, host in self.unsaid:
            self.missed.append((quarter, host))
        self.unsaid = []
        host = self.planned.pop(self.now, "")
        if host and outcome == "held":
            self.held[self.now] = host
        elif host and outcome == "missed":
            self.missed.append((self.now, host))
        elif host:
            self.unsaid.append((self.now, host))
        self.make()
        self.now = shifted(self.now, 1)
        return frozenset(self.members)


EVENTS = st.one_of(
    st.tuples(st.just("join"), st.sampled_from("abcdefgh")),
    st.tuples(st.just("leave"), st.sampled_from("abcdefgh")),
)
SWAPS = st.tuples(st.just("swap"), st.integers(0, AHEAD), st.integers(0, AHEAD))
QUIET = st.lists(st.tuples(st.lists(EVENTS, max_size=3), st.just("held")), min_size=2, max_size=24)
LIVELY = st.lists(
    st.tuples(st.lists(st.one_of(EVENTS, SWAPS), max_size=3), st.sampled_from(["held", "held", "missed", "late"])),
    min_size=2,
    max_size=24,
)


def live(history: list[tuple[list[Any], str]]) -> tuple[Group, list[frozenset[str]]]:
    """The group after its history, and for each quarter who was in it on all of its days."""
    group, present = Group(members=list("abc")), []
    group.make()
    group.now = shifted(group.now, 1)
    for events, outcome in history:
        before, group.gone = frozenset(group.members), set()
        for name, *args in events:
            getattr(group, name)(*args)
            group.make()
        present.append((before & group.end_quarter(outcome)) - group.gone)
    return group, present


def windows(present: list[frozenset[str]]) -> Any:
    """Every pair with every window in which both are there throughout, as first and last quarter."""
    for first, last in combinations(range(len(present) + 1), 2):
        throughout = frozenset.intersection(*present[first:last])
        for pair in permutations(sorted(throughout), 2):
            yield *pair, shifted(FIRST, first + 1), shifted(FIRST, last)


def surplus(group: Group, one: str, other: str, first: datetime.date, last: datetime.date) -> int:
    """How much oftener ``one`` hosted than ``other`` from ``first`` to ``last``."""
    hosts = [host for quarter, host in group.held.items() if first <= quarter <= last]
    return hosts.count(one) - hosts.count(other)


def check_quiet(history: list[tuple[list[Any], str]]) -> None:
    group, present = live(history)
    for one, other, first, last in windows(present):
        assert surplus(group, one, other, first, last) <= 1


@given(QUIET)
@settings(max_examples=300)
def test_whoever_joins_or_leaves_two_that_stay_differ_by_at_most_one(history: Any) -> None:
    check_quiet(history)


@given(LIVELY)
@settings(max_examples=300)
def test_swaps_and_misses_add_no_more_than_themselves(history: Any) -> None:
    group, present = live(history)
    for one, other, first, last in windows(present):
        swapped = sum(quarter >= first for quarter, _who in group.swaps)
        missed = sum(who == other for quarter, who in group.missed if first <= quarter <= last)
        assert surplus(group, one, other, first, last) <= 1 + swapped + missed


@given(LIVELY)
def test_every_quarter_has_a_host_while_there_is_somebody(history: Any) -> None:
    group, _present = live(history)
    if group.members:
        assert set(group.planned) >= {shifted(group.now, by) for by in range(AHEAD)}
        assert set(group.planned.values()) <= set(group.members)
    else:
        assert not group.planned


@given(LIVELY)
def test_it_comes_out_the_same_every_time(history: Any) -> None:
    assert live(history)[0].planned == live(history)[0].planned


def by_name(members: Any, last: Any) -> list[Any]:
    return sorted(members)


def newest_first(members: Any, last: Any) -> list[Any]:
    return sorted(members, key=lambda one: last.get(one, datetime.date.min), reverse=True)


@pytest.mark.parametrize("rule", [by_name, newest_first])
def test_with_another_order_it_would_not_be_fair(rule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rota, "queue", rule)
    with pytest.raises(AssertionError):
        check_quiet([([], "held")] * 4)


def test_who_joins_late_hosts_once_and_stands_at_the_end() -> None:
    group, _present = live([([], "held")] * 9 + [([("join", "z")], "held")] + [([], "held")] * 7)
    hosts = [host for _quarter, host in sorted(group.held.items())]
    assert "".join(hosts) == "abcabcabca" + "zbcazbc"


def test_who_leaves_frees_the_turn() -> None:
    group, _present = live([([], "held"), ([("leave", "b")], "held"), ([], "held")])
    assert "".join(host for _quarter, host in sorted(group.held.items())) == "aca"


def test_who_missed_is_next_again() -> None:
    group, _present = live([([], "held"), ([], "missed"), ([], "held"), ([], "held")])
    assert "".join(host for _quarter, host in sorted(group.held.items())) == "abc"


def test_a_swap_does_not_let_anybody_host_twice_running() -> None:
    group, _present = live([([("swap", 0, 2)], "held"), *[([], "held")] * 5])
    assert "".join(host for _quarter, host in sorted(group.held.items())) == "cbacba"


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(-50, 50))
def test_quarters(day: datetime.date, by: int) -> None:
    quarter = quarter_of(day)
    assert quarter <= day <= last_day(quarter)
    assert number_of(quarter) == (day.month + 2) // 3
    assert shifted(shifted(quarter, by), -by) == quarter
    assert between(quarter, shifted(quarter, by)) == max(0, by + 1)
