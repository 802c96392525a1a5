"""Who may act for an organisation: a post of theirs at the organisation's own unit, granted and withdrawn."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_empower
from linli.people.actions.posts import end_post, grant_post
from linli.people.models import Post, Unit, UnitKind, User
from linli.people.roles import Role


def representatives_of(organisation: Organisation) -> QuerySet[Post]:
    """The posts of those who act for it today, by name."""
    posts = Post.objects.on(timezone.localdate()).filter(role=Role.REPRESENTATIVE, unit=organisation.unit_id)
    return posts.select_related("user", "unit__place").order_by("user__name", "pk")


@dataclass(frozen=True)
class Empowered:
    """``until`` is the last day; None: until it is withdrawn."""

    user: User
    until: datetime.date | None


def empower(organisation: Organisation, *, actor: Actor, data: Empowered) -> Mapping[str, object]:
    """From today on. The organisation gets its unit with the first who acts for it."""
    warrant = can_empower(actor, organisation)
    if warrant is None:
        raise Forbidden()
    if organisation.unit is None:
        organisation.unit = _unit(organisation)
    grant_post(
        user=data.user,
        role=Role.REPRESENTATIVE,
        unit=organisation.unit,
        valid_from=timezone.localdate(),
        valid_to=data.until,
        actor=actor,
        warrant=warrant,
    )
    return {"user": str(data.user.pk)}


@dataclass(frozen=True)
class Withdrawn:
    post: Post


def withdraw(organisation: Organisation, *, actor: Actor, data: Withdrawn) -> Mapping[str, object]:
    """At once. Nobody withdraws their own: somebody else who acts for it, or the officer, does."""
    warrant = can_empower(actor, organisation)
    if warrant is None or data.post.unit_id != organisation.unit_id:
        raise Forbidden()
    end_post(data.post, actor=actor, warrant=warrant)
    return {"user": str(data.post.user_id)}


def _unit(organisation: Organisation) -> Unit:
    if _is_name_taken(organisation):
        raise Invalid(_("此地已有同名的单位，请先改名"), code="unit_name")
    return Unit.objects.create(name=organisation.name, kind=UnitKind.ORGANISATION, place=organisation.place)


def rename(organisation: Organisation) -> None:
    """Its unit is called as it is."""
    if organisation.unit_id is None:
        return
    if _is_name_taken(organisation):
        raise Invalid(errors={"name": [_("此地已有同名的单位，请先改名")]})
    Unit.objects.filter(pk=organisation.unit_id).update(name=organisation.name, place=organisation.place)


def _is_name_taken(organisation: Organisation) -> bool:
    """Whether another unit of the place is called so. Of two at once, the constraint of units stops the second."""
    same = Unit.objects.filter(name=organisation.name, place=organisation.place_id)
    return same.exclude(organisation=organisation).exists()
