"""What an office fills in for the lists of its incubation."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import ForActor
from linli.kernel.inputs import DAY
from linli.organisations.incubation.figures import AIMED_AT
from linli.organisations.incubation.forms.evidence import MOST_NUMBERS
from linli.organisations.incubation.forms.incubations import LONG
from linli.organisations.incubation.models import Centre, Step
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.registry.policies import KEEPING
from linli.people.inputs import PlaceField


class CentreForm(ForActor, forms.ModelForm):  # type: ignore[type-arg]  # only the stubs know it as generic
    place = PlaceField(roles=INCUBATING, label=_("地点"))

    class Meta:
        model = Centre
        fields = ["name", "address"]


class ServiceForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    is_shared = forms.TypedChoiceField(
        label=_("类别"), choices=[("1", _("共享服务")), ("0", _("定制服务"))], coerce=lambda value: value == "1"
    )
    summary = forms.CharField(label=_("内容"), max_length=300, required=False)


class TargetsForm(ForActor, forms.Form):
    place = PlaceField(roles=KEEPING, label=_("地点"), empty_label=None)
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for role in AIMED_AT:
            self.fields[role.value] = forms.IntegerField(label=role.label, min_value=0, max_value=100_000)

    def numbers(self) -> dict[str, int]:
        return {role.value: self.cleaned_data[role.value] for role in AIMED_AT}


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


class StepForm(forms.Form):
    """A new version of a step, from a day on."""

    name = forms.CharField(label=_("名称"), max_length=60)
    asks = forms.CharField(label=_("要交什么"), max_length=500, widget=LONG)
    numbers = forms.CharField(
        label=_("要填的数（每行一个，最多四个）"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(label=_("依据"), max_length=200)
    valid_from = forms.DateField(label=_("从哪天起"), widget=DAY, initial=tomorrow)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "asks", "source"):
            self.initial[name] = getattr(step, name)
        self.initial["numbers"] = "\n".join(step.numbers)

    def clean_numbers(self) -> list[str]:
        labels = [line.strip()[:30] for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        if len(labels) > MOST_NUMBERS:
            raise forms.ValidationError(_("最多四个数"))
        return labels
