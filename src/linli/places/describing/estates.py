"""Estates (小区) are put down and changed."""

import uuid
from typing import TypedDict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.places.levels import Level
from linli.places.models import Estate, Place
from linli.places.policies import can_describe
from linli.places.redrawing.plans import STALE
from linli.places.rights import for_whom


class EstateFacts(TypedDict):
    name: str
    kind: str
    management: str
    households: int | None
    grid: Place | None


def make_estate(community: Place, *, facts: EstateFacts, actor: Actor) -> Estate:
    """A new estate in ``community``. Raises Invalid by the field, NotFound without the post for it."""
    on_behalf_of = for_whom(can_describe, actor, community.code)
    estate = Estate(community=community)
    return _save("estate.make", estate, facts, actor, on_behalf_of)


def edit_estate(estate: Estate, *, facts: EstateFacts, seen: int, actor: Actor) -> Estate:
    """Change it. Raises Conflict when somebody changed it after ``seen``, else as ``make_estate``."""
    with transaction.atomic():
        locked = Estate.objects.select_for_update(of=("self",)).select_related("community").get(pk=estate.pk)
        on_behalf_of = for_whom(can_describe, actor, locked.community.code)
        if locked.version != seen:
            raise Conflict(STALE, code="stale")
        locked.version += 1
        return _save("estate.edit", locked, facts, actor, on_behalf_of)


def _save(action: str, estate: Estate, facts: EstateFacts, actor: Actor, on_behalf_of: uuid.UUID | None) -> Estate:
    community, grid = estate.community, facts["grid"]
    if community.level != Level.COMMUNITY or community.ended_on:
        raise Invalid(_("小区登记在社区、村。"))
    if grid is not None and (grid.parent_id != community.pk or grid.ended_on or grid.level != Level.GRID):
        raise Invalid(errors={"grid": [_("请选择这个社区现有的网格。")]})
    name = " ".join(facts["name"].split())
    if not name:
        raise Invalid(errors={"name": [_("请填写名称。")]})
    estate.name, estate.kind, estate.management = name, facts["kind"], facts["management"]
    estate.households, estate.grid = facts["households"], grid
    try:
        with transaction.atomic():
            estate.save()
            trail.record(
                action,
                actor=actor,
                on_behalf_of=on_behalf_of,
                subject_kind="estate",
                subject_id=estate.pk,
                detail={
                    "place": community.code,
                    "name": estate.name,
                    "kind": estate.kind,
                    "management": estate.management,
                    "households": estate.households,
                    "grid": grid.code if grid else "",
                },
            )
    except IntegrityError as error:
        raise Invalid(errors={"name": [_("这个社区已有同名小区。")]}) from error
    return estate
