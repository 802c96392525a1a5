"""Local stars for groups on file: the officer ticks a short list, each line is a star."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.flow.flow import cause, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.ratings.actions.deciding import Ended
from linli.organisations.ratings.dates import months_after
from linli.organisations.ratings.models import Star, StarItem
from linli.organisations.ratings.rules import STAR_MONTHS
from linli.organisations.ratings.states import StarState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_keep
from linli.organisations.registry.states import OrganisationState

MOST = 5
REPLACEABLE = (StarState.GIVEN, StarState.EXPIRED)


@dataclass(frozen=True)
class Starred:
    organisation: Organisation
    items: Sequence[str]


@transaction.atomic
def give_stars(data: Starred, *, actor: Actor) -> Star:
    """For a group on file, by the officer of its place. The stars before give way."""
    organisation = Organisation.objects.locked(data.organisation.pk)
    warrant = can_keep(actor, organisation)
    if warrant is None:
        raise Forbidden()
    if organisation.state != OrganisationState.ON_FILE:
        raise Invalid(errors={"organisation": [_("只有备案的社区社会组织才评星；已登记的参加等级评估。")]})
    known = set(StarItem.objects.filter(is_active=True, code__in=data.items).values_list("code", flat=True))
    if not known:
        raise Invalid(errors={"items": [_("一项都不符合，不能评星。")]})
    for before in Star.objects.filter(state__in=REPLACEABLE, organisation=organisation):
        cause(before, "replace", actor=actor)
    star = Star(
        place_id=organisation.place_id,
        path=organisation.path,
        organisation=organisation,
        stars=min(len(known), MOST),
        items=sorted(known),
        expires_on=months_after(timezone.localdate(), STAR_MONTHS.at(organisation.path)),
    )
    start(star, actor=actor, warrant=warrant, facts={"stars": star.stars})
    return star


def withdraw(star: Star, *, actor: Actor, data: Ended) -> Mapping[str, object]:
    star.reason = data.reason
    return {"stars": star.stars}
