"""What people fill in about a service. Parses and validates; decides nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import ChoiceOf, MoveForm
from linli.kernel.inputs import Boxes, ModelField
from linli.kernel.weekdays import WEEKDAYS
from linli.organisations.registry.models import Service, WorkField
from linli.organisations.registry.services.actions import Chosen, Offered, Revised
from linli.places.pins import PinForm

COLUMNS = (
    *("name", "field", "summary", "for_whom", "fee", "where", "weekdays", "opens_at", "closes_at", "phone"),
    *("lat", "lon"),
)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WeekdaysField(forms.MultipleChoiceField):
    """Ticked on a page; as digits or with commas between, as a program sends them."""

    def to_python(self, value: object) -> list[str]:
        return super().to_python(list(value.replace(",", "").replace(" ", "")) if isinstance(value, str) else value)

    def clean(self, value: object) -> str:
        """The digits, Monday first."""
        return "".join(sorted(set(super().clean(value))))


def service_field(**conditions: bool) -> ChoiceOf:
    """One of the organisation's services."""
    return ChoiceOf(
        lambda form: Service.objects.filter(organisation=form.record, **conditions).order_by("name"),
        Service,
        label=_("哪项服务"),
        empty_label=_("请选择"),
    )


class ServiceForm(PinForm, MoveForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    field = ModelField(WorkField.objects.filter(is_active=True), label=_("领域"), empty_label=_("请选择"))
    summary = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    for_whom = forms.CharField(label=_("服务对象"), max_length=120, required=False)
    fee = forms.CharField(label=_("收费"), max_length=80, required=False, help_text=_("例如：免费；每次 5 元。"))
    where = forms.CharField(label=_("地点"), max_length=120, required=False, help_text=_("空着就是组织的办公地址。"))
    weekdays = WeekdaysField(choices=WEEKDAYS, label=_("星期几"), widget=Boxes, required=False)
    opens_at = forms.TimeField(label=_("几点开始"), required=False, widget=CLOCK)
    closes_at = forms.TimeField(label=_("几点结束"), required=False, widget=CLOCK)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)

    def clean(self) -> dict[str, object] | None:
        values = super().clean() or self.cleaned_data
        if "opens_at" in values and "closes_at" in values:
            opens, closes = values["opens_at"], values["closes_at"]
            if (opens is None) != (closes is None):
                self.add_error("closes_at", _("开始和结束的时间要一起填写"))
            elif opens is not None and closes <= opens:
                self.add_error("closes_at", _("结束要晚于开始"))
        return values

    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in COLUMNS}


class AddServiceForm(ServiceForm):
    def payload(self) -> Offered:
        return Offered(self.values())


class ChoiceForm(MoveForm):
    """One of the services that the organisation offers."""

    makes = Chosen

    service = service_field(is_offered=True)


class StoppedChoiceForm(MoveForm):
    """One of those that it offers no longer."""

    makes = Chosen

    service = service_field(is_offered=False)


class EditServiceForm(ServiceForm):
    """Which one is known already by the address that leads here."""

    service = service_field()
    field_order = ["service"]

    def adapt(self) -> None:
        key = str(self.initial.get("service"))
        services = Service.objects.filter(organisation=self.record.pk)
        chosen = next((one for one in services if str(one.pk) == key), None)
        if chosen:
            now = {name: getattr(chosen, name) for name in COLUMNS}
            self.initial = {**now, "weekdays": list(chosen.weekdays), **self.initial}

    def payload(self) -> Revised:
        return Revised(self.cleaned_data["service"], self.values())
