"""Fields of forms that the rooms share: days, places, organisations."""

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.organisations.models import Organisation
from linli.organisations.states import ACTIVE
from linli.places.levels import Level
from linli.places.models import Place, PlaceQuerySet

LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)
"""Where organisations are."""


def not_ahead(day: datetime.date) -> None:
    """A validator."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("日期不能在今天之后"))


def not_past(day: datetime.date) -> None:
    """A validator."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("不能早于今天"))


def places_of(actor: Any, *roles: Any, levels: Collection[Level] = LEVELS) -> PlaceQuerySet:
    """The standing places that the actor's posts of these roles reach."""
    places = Place.objects.none()
    for code in actor.codes(*roles):
        places |= Place.objects.standing().inside(code).filter(level__in=levels)
    return places.order_by("code")


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs know it as generic
    """A place by its code."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {
            "to_field_name": "code",
            "empty_label": _("请选择"),
            "error_messages": {"required": _("请选择地点")},
        }
        super().__init__(Place.objects.none(), **settings | options)

    def offer(self, actor: Any, *roles: Any, levels: Collection[Level] = LEVELS) -> None:
        self.queryset = places_of(actor, *roles, levels=levels)


class OrganisationField(forms.CharField):
    """An organisation by its number or its whole name, which is never a list of a thousand to choose from."""

    among: Any = Organisation.objects.none()
    """Set by ``offer``."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {
            "label": _("组织"),
            "widget": forms.TextInput(attrs={"placeholder": "OR-2026-000001"}),
            "help_text": _("编号（OR-…）或全称"),
            "error_messages": {"required": _("请填写组织编号")},
        }
        super().__init__(max_length=80, **settings | options)

    def offer(self, actor: Any, *, states: Collection[str] = ACTIVE, anywhere: bool = False) -> None:
        """Those that the actor has to do with; ``anywhere``: all that the actor sees."""
        seen = Organisation.objects.visible_to(actor) if anywhere else Organisation.objects.worked_on_by(actor)
        self.among = seen.filter(state__in=states).select_related("place")

    def clean(self, value: Any) -> Any:
        """The organisation; None for nothing."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(self.among.filter(number=text.upper())[:1] or self.among.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有这个组织") if not found else _("同名的组织不止一个，请填编号"))
        return found[0]
