"""New versions of the indicators. What is wrong with one is said by the line."""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.ratings.models import WHOLE, GradeStep, Indicator, IndicatorSet
from linli.organisations.ratings.states import Grade
from linli.people.policies import can_set_up
from linli.people.warranted import record_act


@dataclass(frozen=True)
class Line:
    """An indicator as somebody wrote it down."""

    code: str
    name: str
    weight: int
    about: str = ""


def faults_of(lines: Sequence[Line]) -> list[str]:
    """What is wrong with a tree of two levels: codes twice, leaves without a branch, weights that do not add up."""
    faults = []
    codes = [line.code for line in lines]
    faults += [_("代码 %(code)s 写了两次") % {"code": code} for code in dict.fromkeys(codes) if codes.count(code) > 1]
    branches = {line.code: line.weight for line in lines if "." not in line.code}
    under = dict.fromkeys(branches, 0)
    for line in lines:
        above, dot, _rest = line.code.partition(".")
        if dot and above in branches:
            under[above] += line.weight
        elif dot:
            faults.append(_("%(code)s 没有上级指标 %(above)s") % {"code": line.code, "above": above})
    for code, weight in branches.items():
        if under[code] != weight:
            words = {"code": code, "weight": weight, "sum": under[code]}
            faults.append(_("指标 %(code)s 的分值是 %(weight)s，下级合计却是 %(sum)s") % words)
    if sum(branches.values()) != WHOLE:
        faults.append(_("一级指标的分值合计应为 100，现在是 %(sum)s") % {"sum": sum(branches.values())})
    return faults


@dataclass(frozen=True)
class Version:
    """A new version of the indicators; grades as the version before unless told."""

    name: str
    source: str
    valid_from: datetime.date
    lines: Sequence[Line]
    steps: Mapping[Grade, Decimal]


@transaction.atomic
def publish(data: Version, *, actor: Actor) -> IndicatorSet:
    """A system administrator puts a version in force from a day on. Rounds that began keep theirs."""
    warrant = can_set_up(actor)
    if warrant is None:
        raise Forbidden()
    if faults := faults_of(data.lines):
        raise Invalid(errors={"lines": faults})
    least = [data.steps[grade] for grade in sorted(data.steps)]
    if any(one >= following for one, following in itertools.pairwise(least)):
        raise Invalid(errors={"steps": [_("等级越高，分数线要越高")]})
    if IndicatorSet.objects.filter(valid_from=data.valid_from).exists():
        raise Invalid(errors={"valid_from": [_("这一天已有一个版本生效")]})
    made = IndicatorSet.objects.create(name=data.name, source=data.source, valid_from=data.valid_from)
    branches: dict[str, Indicator] = {}
    for position, line in enumerate(data.lines):
        above = branches.get(line.code.partition(".")[0]) if "." in line.code else None
        indicator = Indicator.objects.create(
            set=made,
            parent=above,
            code=line.code,
            name=line.name,
            weight=line.weight,
            about=line.about,
            position=position,
        )
        if above is None:
            branches[line.code] = indicator
    GradeStep.objects.bulk_create(GradeStep(set=made, grade=grade, least=least) for grade, least in data.steps.items())
    record_act(
        "indicators.publish",
        actor=actor,
        warrant=warrant,
        kind="indicators",
        key=made.pk,
        detail={"name": data.name, "valid_from": str(data.valid_from), "rows": len(data.lines)},
    )
    return made
