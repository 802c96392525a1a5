"""Fields of forms that the rooms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.organisations.models import Organisation
from linli.organisations.states import ACTIVE
from linli.places.levels import Level
from linli.places.models import Place, PlaceQuerySet

LEVELS = (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)


class OrganisationField(forms.CharField):
    """An organisation by its number or its whole name: one that the actor sees and that has not left."""

    actor: Any = None
    """Set by the form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, help_text=_("编号（OR-…）或全称"), **options)

    def clean(self, value: Any) -> Any:
        """The organisation; None for nothing."""
        text = super().clean(value).strip()
        if not text:
            return None
        seen = Organisation.objects.visible_to(self.actor).filter(state__in=ACTIVE)
        found = list(seen.filter(number=text.upper())[:1] or seen.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有这个组织") if not found else _("同名的组织不止一个，请填编号"))
        return found[0]


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs know it as generic
    """A standing district, subdistrict or community that posts of some roles reach."""

    def __init__(self, **options: Any) -> None:
        required = {"required": _("请选择地点")}
        super().__init__(
            Place.objects.none(), to_field_name="code", empty_label=_("请选择"), error_messages=required, **options
        )

    def offer(self, codes: list[str]) -> None:
        """Let choose among the places inside these."""
        self.queryset = places_in(codes)


def places_in(codes: list[str]) -> PlaceQuerySet:
    places = Place.objects.none()
    for code in codes:
        places |= Place.objects.standing().inside(code).filter(level__in=LEVELS)
    return places.order_by("code")
