"""Which experts stand too near to some organisations: by what they declared, and by what the house knows."""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from linli.organisations.experts.models import Expert, ExpertTie
from linli.organisations.experts.rules import TIE_YEARS
from linli.organisations.experts.states import Exclusion
from linli.organisations.registry.models import Member, Organisation
from linli.organisations.registry.ties import tied_users
from linli.people.models import Post

POSTS = "posts"


def counts_since(path: str) -> datetime.date:
    """A tie that ended before this day no longer counts."""
    return timezone.localdate() - datetime.timedelta(days=365 * TIE_YEARS.at(path))


def posted_at(organisation: Organisation) -> set[uuid.UUID]:
    """Who acts for the organisation, or did not long ago."""
    if organisation.unit_id is None:
        return set()
    held = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=counts_since(organisation.path)))
    return set(held.filter(unit=organisation.unit_id).values_list("user_id", flat=True))


def conflicts(experts: Sequence[Expert], organisations: Iterable[Organisation]) -> dict[uuid.UUID, Exclusion]:
    """For each expert with a tie to one of the organisations, what kind. A few queries for each organisation.

    Members of an organisation are known by name alone: somebody of the same name is left out too, for one draw
    without a good expert costs less than one with a bad tie.
    """
    found: dict[uuid.UUID, Exclusion] = {}
    for organisation in organisations:
        users = tied_users(organisation)
        declared, names = _declared(experts, organisation), _names(organisation)
        for expert in experts:
            if expert.pk in declared:
                found.setdefault(expert.pk, Exclusion.DECLARED)
            elif expert.user_id in users:
                found.setdefault(expert.pk, _kind(users[expert.user_id]))
            elif expert.called in names:
                found.setdefault(expert.pk, Exclusion.MEMBERS)
    return found


def _kind(tie: str) -> Exclusion:
    return Exclusion(tie) if tie in Exclusion.values else Exclusion.OTHER


def _declared(experts: Sequence[Expert], organisation: Organisation) -> set[uuid.UUID]:
    since = counts_since(organisation.path)
    near = Q(organisation=organisation) | Q(person__isnull=False)
    if organisation.unit_id:
        near |= Q(unit=organisation.unit_id)
    found = ExpertTie.objects.counting(since).filter(near, expert__in=experts)
    people = _names(organisation) | _representatives(organisation)
    return {tie.expert_id for tie in found if tie.person is None or tie.person in people}


def _names(organisation: Organisation) -> set[str]:
    since = counts_since(organisation.path)
    members = Member.objects.filter(Q(left_on=None) | Q(left_on__gte=since), organisation=organisation)
    return {member.name for member in members}


def _representatives(organisation: Organisation) -> set[str]:
    posts = Post.objects.filter(user__in=posted_at(organisation)).select_related("user")
    return {post.user.name for post in posts}
