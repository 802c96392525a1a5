"""What the pages of incubation are asked for: which place, which stage, who graduated when."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from linli.kernel.actor import Actor
from linli.organisations.incubation.models import IncubationQuerySet, Step
from linli.organisations.incubation.states import GOING_ON, DropReason, IncubationState
from linli.organisations.registry.policies import SEEING
from linli.organisations.registry.states import ACTIVE, OrganisationRole
from linli.places.models import Place
from linli.places.placed import inside

OPEN = "open"
KNOWN = ("place", "state", "stage", "step", "role", "reason", "began", "ended", "survived", "passed")
SURVIVED = {"yes": True, "no": False}


def a_year_before(day: datetime.date) -> datetime.date:
    """The same day of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


@dataclass(frozen=True)
class Asked:
    """The parts of an address that mean something here; all others are dropped."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        found = {name: query.get(name, "").strip()[:20] for name in KNOWN}
        return cls({name: value for name, value in found.items() if value and _is_known(name, value)})

    def on(self, url_name: str, **changes: str) -> str:
        """The address of another page with these values changed; empty ones fall away."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (dict(self.values) | changes).items() if value})
        return f"{reverse(url_name)}?{query.urlencode()}" if query else reverse(url_name)

    def narrow(self, seen: IncubationQuerySet) -> IncubationQuerySet:
        """To the place alone."""
        code = self.values.get("place")
        return seen.filter(inside(code)) if code else seen

    def among(self, seen: IncubationQuerySet) -> IncubationQuerySet:
        """Those of a list with all that is asked."""
        found, values = self.narrow(seen), self.values
        if state := values.get("state"):
            found = found.filter(state__in=GOING_ON) if state == OPEN else found.filter(state=state)
        for name, field in (("stage", "stage__position"), ("step", "step__position"), ("role", "role")):
            if name in values:
                found = found.filter(**{field: values[name]})
        if "reason" in values:
            found = found.filter(drop_reason=values["reason"])
        for name, field in (("began", "began_on"), ("ended", "ended_on")):
            if name in values:
                year = int(values[name])
                found = found.filter(**{f"{field}__range": (datetime.date(year, 1, 1), datetime.date(year, 12, 31))})
        if "survived" in values:
            found = a_year_ago(found)
            is_active = SURVIVED[values["survived"]]
            active = {"organisation__state__in": ACTIVE}
            found = found.filter(**active) if is_active else found.exclude(**active)
        if "passed" in values:
            lately = a_year_before(timezone.localdate())
            steps = Step.objects.filter(position=values["passed"])
            found = found.filter(passages__step__in=steps, passages__left_on__gt=lately).distinct()
        return found


def a_year_ago(seen: IncubationQuerySet) -> IncubationQuerySet:
    """Those that graduated a year ago or earlier."""
    return seen.filter(state=IncubationState.GRADUATED, ended_on__lte=a_year_before(timezone.localdate()))


def _is_known(name: str, value: str) -> bool:
    if name == "state":
        return value == OPEN or value in IncubationState.values
    if name == "role":
        return value in OrganisationRole.values
    if name == "reason":
        return value in DropReason.values
    if name == "survived":
        return value in SURVIVED
    if name in ("began", "ended"):
        return value.isdecimal() and 2000 <= int(value) <= 2100
    return value.isdecimal() and (name == "place" or int(value) < 1000)


def place_of(actor: Actor, asked: Asked) -> Place:
    """Whose figures are shown: the place that is asked for, where the actor sees it, or the actor's own."""
    codes = actor.codes(*SEEING)
    wanted = asked.values.get("place", "")
    code = wanted if any(wanted.startswith(own) for own in codes) else codes[0]
    return Place.objects.filter(code=code).first() or Place.objects.get(code=codes[0])
