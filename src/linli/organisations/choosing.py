"""Choosing an organisation in a form: by its number, as the page it was reached from has it, or a program sends it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.organisations.models import Organisation


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs know it as generic
    """Typed as a number: no list of a thousand to choose from. Only those that the actor has to do with are found."""

    widget = forms.TextInput(attrs={"placeholder": "OR-2026-000001"})

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {
            "label": _("组织编号"),
            "to_field_name": "number",
            "error_messages": {"required": _("请填写组织编号"), "invalid_choice": _("没有这个编号的组织")},
        }
        super().__init__(Organisation.objects.none(), **settings | options)

    def offer(self, actor: Any, *, states: Collection[str]) -> None:
        """Those of the actor's places and their own, in these states."""
        self.queryset = Organisation.objects.worked_on_by(actor).filter(state__in=states).select_related("place")

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().upper() if isinstance(value, str) else value)
