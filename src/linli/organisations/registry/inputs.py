"""Fields of forms that the rooms share: days, places, organisations."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import ForActor
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import ACTIVE


class OrganisationField(forms.CharField):
    """An organisation by its number or its whole name, which is never a list of a thousand to choose from."""

    def __init__(self, *, states: Collection[str] = ACTIVE, anywhere: bool = False, **options: Any) -> None:
        """Those in ``states`` that the actor has to do with; ``anywhere``: all that the actor sees."""
        self.states, self.anywhere = states, anywhere
        self.among = Organisation.objects.none()
        options.setdefault("label", _("组织"))
        options.setdefault("widget", forms.TextInput(attrs={"placeholder": "OR-2026-000001"}))
        options.setdefault("help_text", _("编号（OR-…）或全称"))
        options.setdefault("error_messages", {"required": _("请填写组织编号")})
        super().__init__(max_length=80, **options)

    def offer(self, form: ForActor) -> None:
        objects = Organisation.objects
        seen = objects.visible_to(form.actor) if self.anywhere else objects.worked_on_by(form.actor)
        self.among = seen.filter(state__in=self.states).select_related("place")

    def clean(self, value: object) -> object:
        """The organisation; None for nothing."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(self.among.filter(number=text.upper())[:1] or self.among.filter(name=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有这个组织") if not found else _("同名的组织不止一个，请填编号"))
        return found[0]
