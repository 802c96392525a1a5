"""What people fill in about a warning. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.organisations.exits.actions import Answered, Struck, Warned
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import WarningCause
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.registry.states import OrganisationState

WORDS = forms.Textarea(attrs={"rows": 4})


class WarnForm(BeginForm):
    organisation = OrganisationField()
    cause = forms.ChoiceField(label=_("原因"), choices=WarningCause.choices)
    words = forms.CharField(label=_("具体情况"), max_length=500, widget=WORDS)

    def payload(self) -> Warned:
        values = self.cleaned_data
        return Warned(values["organisation"], WarningCause(values["cause"]), values["words"])


class AnswerForm(MoveForm):
    words = forms.CharField(label=_("整改情况"), max_length=1000, widget=WORDS)

    def payload(self) -> Answered:
        return Answered(self.cleaned_data["words"])


class StrikeForm(MoveForm):
    record: ExitWarning

    because = forms.CharField(label=_("退出原因（对外公开）"), max_length=400, widget=WORDS)
    decision = forms.CharField(label=_("登记机关的决定文号"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].required = self.record.organisation.state == OrganisationState.REGISTERED

    def payload(self) -> Struck:
        return Struck(self.cleaned_data["because"], self.cleaned_data["decision"])
