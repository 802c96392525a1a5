"""Fields of forms that offer what the actor's posts reach."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.inputs import ModelField
from linli.places.levels import Level
from linli.places.models import Place, PlaceQuerySet

LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)


class _Form(Protocol):
    @property
    def actor(self) -> Actor: ...


def places_of(actor: Actor, *roles: str, levels: Collection[Level] = LEVELS) -> PlaceQuerySet:
    """The standing places that the actor's posts of these roles reach."""
    places = Place.objects.none()
    for code in actor.codes(*roles):
        places |= Place.objects.standing().inside(code).filter(level__in=levels)
    return places.order_by("code")


class PlaceField(ModelField):
    """A place by its code, among those of ``levels`` that the actor's posts of ``roles`` reach."""

    def __init__(self, *, roles: Sequence[str], levels: Collection[Level] = LEVELS, **options: Any) -> None:
        settings: dict[str, Any] = {
            "to_field_name": "code",
            "empty_label": _("请选择"),
            "error_messages": {"required": _("请选择地点")},
        }
        self.roles, self.levels = roles, levels
        super().__init__(Place.objects.none(), **settings | options)

    def offer(self, form: _Form) -> None:
        self.queryset = places_of(form.actor, *self.roles, levels=self.levels)
