"""What people fill in about a service. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import MoveForm
from linli.kernel.inputs import Boxes, offer_rows
from linli.kernel.weekdays import WEEKDAYS
from linli.organisations.registry.models import Organisation, Service, WorkField
from linli.organisations.registry.services.actions import Chosen, Offered, Revised
from linli.places.pins import PinForm

COLUMNS = (
    *("name", "field", "summary", "for_whom", "fee", "where", "weekdays", "opens_at", "closes_at", "phone"),
    *("lat", "lon"),
)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WeekdaysField(forms.MultipleChoiceField):
    """Ticked on a page; as digits or with commas between, as a program sends them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=WEEKDAYS, label=_("星期几"), widget=Boxes, required=False, **options)

    def to_python(self, value: Any) -> list[str]:
        return super().to_python(list(value.replace(",", "").replace(" ", "")) if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        """The digits, Monday first."""
        return "".join(sorted(set(super().clean(value))))


class ServiceForm(PinForm, MoveForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    field = forms.ModelChoiceField(WorkField.objects.none(), label=_("领域"), empty_label=_("请选择"))
    summary = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    for_whom = forms.CharField(label=_("服务对象"), max_length=120, required=False)
    fee = forms.CharField(label=_("收费"), max_length=80, required=False, help_text=_("例如：免费；每次 5 元。"))
    where = forms.CharField(label=_("地点"), max_length=120, required=False, help_text=_("空着就是组织的办公地址。"))
    weekdays = WeekdaysField()
    opens_at = forms.TimeField(label=_("几点开始"), required=False, widget=CLOCK)
    closes_at = forms.TimeField(label=_("几点结束"), required=False, widget=CLOCK)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "field", WorkField.objects.filter(is_active=True))

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if "opens_at" in values and "closes_at" in values:
            opens, closes = values["opens_at"], values["closes_at"]
            if (opens is None) != (closes is None):
                self.add_error("closes_at", _("开始和结束的时间要一起填写"))
            elif opens is not None and closes <= opens:
                self.add_error("closes_at", _("结束要晚于开始"))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}


class AddServiceForm(ServiceForm):
    def payload(self) -> Offered:
        return Offered(self.values())


class ChoiceForm(MoveForm):
    """One of the organisation's services, offered or not."""

    record: Organisation

    service = forms.ModelChoiceField(Service.objects.none(), label=_("哪项服务"), empty_label=_("请选择"))
    IS_OFFERED = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(organisation=self.record, is_offered=self.IS_OFFERED)
        offer_rows(self, "service", services.order_by("name"))

    def payload(self) -> Chosen:
        return Chosen(self.cleaned_data["service"])


class StoppedChoiceForm(ChoiceForm):
    IS_OFFERED = False


class EditServiceForm(ServiceForm):
    """Which one is known already by the address that leads here."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("哪项服务"), empty_label=_("请选择"))
    field_order = ["service"]

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        services = Service.objects.filter(organisation=kwargs["record"])
        chosen = next((one for one in services if str(one.pk) == str((initial or {}).get("service"))), None)
        now = {name: getattr(chosen, name) for name in COLUMNS} | {"weekdays": list(chosen.weekdays)} if chosen else {}
        super().__init__(*args, initial=now | (initial or {}), **kwargs)
        offer_rows(self, "service", services.order_by("name"))

    def payload(self) -> Revised:
        return Revised(self.cleaned_data["service"], self.values())
