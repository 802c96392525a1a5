"""What may be chosen in the forms of incubation."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.kernel.actor import Actor
from linli.organisations.incubation.actions.incubations import HUBS, SUBDISTRICT
from linli.organisations.incubation.models import Centre, CentreService, Incubation
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import FINDING
from linli.organisations.registry.states import ACTIVE, PUBLIC, SOCIAL_KINDS, OrganisationState
from linli.people.models import Post, User
from linli.places.levels import lineage
from linli.places.placed import inside


def listed(actor: Actor) -> QuerySet[Organisation]:
    """Found groups of the actor's places of which nobody wrote down how."""
    return _of(actor, *FINDING).filter(state=OrganisationState.LISTED, finding=None)


def to_incubate(actor: Actor) -> QuerySet[Organisation]:
    """Social organisations of the actor's places that are not incubated now."""
    going = Incubation.objects.going_on().values("organisation")
    found = _of(actor, *INCUBATING).filter(state__in=ACTIVE, legal_kind__in=SOCIAL_KINDS)
    return found.exclude(pk__in=going)


def _of(actor: Actor, *roles: Any) -> QuerySet[Organisation]:
    reach = Q(pk=None)
    for code in actor.codes(*roles):
        reach |= inside(code)
    return Organisation.objects.filter(reach)


def mentors(path: str) -> QuerySet[User]:
    """Who works with the organisations of the place, at it or above."""
    posts = Post.objects.on(timezone.localdate()).filter(role__in=FINDING, place__code__in=lineage(path))
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def centres(path: str) -> QuerySet[Centre]:
    """Of the place and those above it."""
    return Centre.objects.filter(is_active=True, path__in=lineage(path))


def hubs(incubation: Incubation) -> QuerySet[Organisation]:
    """Of its subdistrict, and of the places above; itself, if it was incubated to be one."""
    near = inside(incubation.path[:SUBDISTRICT]) | Q(path__in=lineage(incubation.path))
    return Organisation.objects.filter(near, role__in=HUBS, state__in=PUBLIC).order_by("name")


def services(incubation: Incubation) -> QuerySet[CentreService]:
    """Of the centre that hosts it, and of those of its place and above."""
    near = Q(centre__path__in=lineage(incubation.path)) | Q(centre=incubation.centre_id)
    return CentreService.objects.filter(near, is_active=True, centre__is_active=True).select_related("centre")


def represented(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.filter(unit__in=actor.unit_ids, state__in=ACTIVE).order_by("name")


def own_incubations(actor: Actor) -> QuerySet[Incubation]:
    """Of the organisations that the actor acts for, those that go on."""
    return Incubation.objects.going_on().filter(organisation__unit__in=actor.unit_ids).for_record()
