"""What people fill in about a warning. Parses and validates; decides nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.organisations.exits.actions import Answered, Struck, Warned
from linli.organisations.exits.models import ExitWarning
from linli.organisations.exits.states import WarningCause
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.registry.states import OrganisationState

LONG = forms.Textarea(attrs={"rows": 4})


class WarnForm(BeginForm):
    makes = Warned

    organisation = OrganisationField()
    cause = forms.TypedChoiceField(label=_("原因"), choices=WarningCause.choices, coerce=WarningCause)
    details = forms.CharField(label=_("具体情况"), max_length=500, widget=LONG)


class AnswerForm(MoveForm):
    makes = Answered

    answer = forms.CharField(label=_("整改情况"), max_length=1000, widget=LONG)


class StrikeForm(MoveForm):
    makes = Struck
    record: ExitWarning

    reason = forms.CharField(label=_("退出原因（对外公开）"), max_length=400, widget=LONG)
    decision = forms.CharField(label=_("登记机关的决定文号"), max_length=80, required=False)

    def adapt(self) -> None:
        self.fields["decision"].required = self.record.organisation.state == OrganisationState.REGISTERED
