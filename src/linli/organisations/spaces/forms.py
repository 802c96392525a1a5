"""What people fill in about space for service. Parses and validates; decides nothing."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, not_ahead, not_past
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.spaces.actions import Delivered, Proposed
from linli.organisations.spaces.policies import GIVING
from linli.organisations.spaces.states import Measure, Rhythm
from linli.places.models import Premises

MOST = Decimal(100_000)
LEAST = Decimal("0.1")


class ProposeForm(BeginForm):
    organisation = OrganisationField(help_text=_("社会组织、商户、驻区单位都可以；编号在它的页面上。"))
    premises = forms.ModelChoiceField(Premises.objects.none(), label=_("场地"), empty_label=_("请选择"))
    service = forms.CharField(label=_("提供什么服务"), max_length=200)
    measure = forms.ChoiceField(label=_("怎样计算"), choices=Measure.choices)
    owed = forms.DecimalField(label=_("每期应提供"), min_value=LEAST, max_value=MOST, max_digits=9, decimal_places=1)
    rhythm = forms.ChoiceField(label=_("多久一算"), choices=Rhythm.choices, initial=Rhythm.QUARTER)
    valid_from = forms.DateField(label=_("自"), widget=DAY)
    valid_to = forms.DateField(label=_("至"), widget=DAY, validators=[not_past])

    def adapt(self) -> None:
        fields: Any = self.fields
        found = Premises.objects.none()
        for code in self.actor.codes(*GIVING):
            found |= Premises.objects.inside(code)
        fields["premises"].queryset = found.select_related("community").order_by("community__code", "name")
        fields["premises"].label_from_instance = lambda one: f"{one.community.short_name} {one.name}"

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("结束日期不能早于开始日期"))
        return values

    def payload(self) -> Proposed:
        values = self.cleaned_data
        return Proposed(
            **{name: values[name] for name in ("organisation", "premises", "service", "owed")},
            measure=Measure(values["measure"]),
            rhythm=Rhythm(values["rhythm"]),
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
        )


class DeliverForm(MoveForm):
    makes = Delivered

    day = forms.DateField(label=_("日期"), widget=DAY, validators=[not_ahead])
    amount = forms.DecimalField(label=_("数量"), min_value=LEAST, max_value=MOST, max_digits=7, decimal_places=1)
    what = forms.CharField(label=_("做了什么"), max_length=200)
