"""Rules: every threshold, deadline, rate and rhythm is declared here once and may differ by place and day.

    WORK_HOURS = declare("places.work_hours", kind=WorkHours, default=…, source=…, title=…, meaning=…)
    WORK_HOURS.at(place.code)

The nearest place that says something wins; there, what is said of the subject wins over the general; and of
that, what came into force last. Law changes from a day on: so does a rule.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.kernel import worktime
from linli.kernel.problems import Text
from linli.kernel.registry import Registry
from linli.kernel.snapshot import Snapshot
from linli.places.kinds import Boolean, Count, Days, Kind, Minutes, Span, WorkHours
from linli.places.levels import lineage
from linli.places.models import RuleOverride

__all__ = ["Boolean", "Count", "Days", "Kind", "Minutes", "Rule", "Span", "WorkHours", "declare", "declared"]

T = TypeVar("T")
Unit = Text | Callable[[int], str]
"""A word, or what gives it for a number: some languages have another for one."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """A parameter of the whole system. ``source`` is the law, standard or habit the default comes from."""

    name: str
    kind: type[Kind[T]]
    default: T
    unit: Unit
    source: Text
    title: Text
    meaning: Text
    is_per_subject: bool

    def at(self, code: str, *, on: date | None = None, subject: str = "") -> T:
        """The value at the place ``code`` on a day (today), for ``subject`` where the rule knows such."""
        mine = overrides.get().get(self.name)
        if mine is None:
            return self.default
        day = on or timezone.localdate()
        for place in reversed(lineage(code)):
            for key in dict.fromkeys((subject, "")):
                for valid_from, value in mine.get((place, key), ()):
                    if valid_from <= day:
                        return value  # type: ignore[no-any-return]  # of this rule's kind: it was parsed by it
        return self.default

    @property
    def default_text(self) -> str:
        return self.kind.words(self.default)

    @property
    def default_words(self) -> str:
        """The default with its unit."""
        return self._with_unit(self.default)

    def told(self, text: str) -> str:
        """A value as it is kept, in the reader's language; as it stands when this kind does not take it."""
        try:
            return self.kind.words(self.kind.parse(text))
        except ValueError:
            return text

    def counted(self, text: str) -> str:
        """The same with its unit."""
        try:
            return self._with_unit(self.kind.parse(text))
        except ValueError:
            return text

    def unit_of(self, value: Any) -> Text:
        return self.unit(value) if callable(self.unit) else self.unit

    def _with_unit(self, value: T) -> str:
        return f"{self.kind.words(value)} {self.unit_of(value)}".strip()


declared: Registry[Rule[Any]] = Registry("rule")


def days(count: int) -> str:
    return ngettext("天", "天", count)


def times(count: int) -> str:
    return ngettext("次", "次", count)


def declare(
    name: str,
    *,
    kind: type[Kind[T]],
    default: T,
    source: Text,
    title: Text,
    meaning: Text,
    unit: Unit = "",
    per_subject: bool = False,
) -> Rule[T]:
    """Make a rule known. ``name`` begins with its app: ``grid.accept_minutes``."""
    rule = Rule(name, kind, default, unit, source, title, meaning, per_subject)
    declared.add(name, rule)
    return rule


Overrides = Mapping[str, Mapping[tuple[str, str], list[tuple[date, Any]]]]


def _load() -> Overrides:
    known = dict(declared)
    found: dict[str, dict[tuple[str, str], list[tuple[date, Any]]]] = {}
    rows = RuleOverride.objects.order_by("-valid_from").values_list(
        "rule", "place__code", "subject", "valid_from", "value"
    )
    for name, code, subject, valid_from, text in rows:
        if name not in known:
            continue
        try:
            value = known[name].kind.parse(text)
        except ValueError:
            log.error("rule %s at %s from %s has a value that its kind does not take", name, code, valid_from)
            continue
        found.setdefault(name, {}).setdefault((code, subject), []).append((valid_from, value))
    return found


overrides: Snapshot[Overrides] = Snapshot("rules", _load)


WORK_HOURS = declare(
    "places.work_hours",
    kind=WorkHours,
    default=worktime.WorkHours.parse("09:00-12:00 13:30-17:30"),
    unit=_("北京时间"),
    source=_("机关惯例；各地作息不同，可按地点更改"),
    title=_("工作时间"),
    meaning=_("工作日里办理时限走动的钟点。午休和下班后不计时。"),
)

GRID_HOUSEHOLDS = declare(
    "places.grid_households",
    kind=Span,
    default=(200, 300),
    unit=_("户"),
    source=_("各地做法：200—300 户、300—500 户，或约 2000 人"),
    title=_("网格规模"),
    meaning=_("一个网格应有多少户。"),
)

PREMISES_RATE = declare(
    "places.premises_per_hundred",
    kind=Count,
    default=50,
    unit=_("平方米／百户"),
    source=_("海宁做法：每百户 50 平方米"),
    title=_("服务用房面积"),
    meaning=_("社区服务用房每一百户应有多少平方米。"),
)

PREMISES_CAP = declare(
    "places.premises_most",
    kind=Count,
    default=1500,
    unit=_("平方米"),
    source=_("海宁做法：总量不超过 1500 平方米"),
    title=_("服务用房上限"),
    meaning=_("按户数算出的服务用房面积到这里为止。"),
)

PARTY_CENTRE_AREA = declare(
    "places.party_centre_least",
    kind=Count,
    default=800,
    unit=_("平方米"),
    source=_("海宁做法：党群服务中心不少于 800 平方米"),
    title=_("党群服务中心面积"),
    meaning=_("党群服务中心自己至少应有多少平方米。"),
)

PARTY_CENTRE_WINS = declare(
    "places.party_centre_wins",
    kind=Boolean,
    default=True,
    source=_("海宁做法没有写明；1600 户以下两个数不一致，取大的"),
    title=_("以党群服务中心面积为准"),
    meaning=_("按户数算出的总面积小于党群服务中心的面积时，是否以后者为准。"),
)


HEAD = """# Rules

Listed from the declarations in the code by `./linli manage rules`; do not edit.
Every one may differ by place from a day on: on its page in the app a system administrator says where, since when
and on what ground. The nearest place wins, then what is said of the subject, then what came into force last.

| rule | words | default | source | meaning |
|---|---|---|---|---|
"""


def document() -> str:
    """``docs/rules.md``: every declared rule, in Chinese with the names used in code."""
    with translation.override("zh-hans"):
        lines = [
            f"| `{name}` | {rule.title} | {rule.default_words} | {rule.source} | {rule.meaning} |"
            for name, rule in sorted(declared)
        ]
    return HEAD + "\n".join(lines) + "\n"
