"""What people fill in about support. Parses and validates; decides nothing. Money is typed in yuan, kept in fen."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, not_past
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.registry.models import WorkField
from linli.organisations.registry.policies import KEEPING
from linli.organisations.registry.states import PUBLIC
from linli.organisations.support.actions import Asked, Granted, NewScheme, Reported
from linli.organisations.support.models import SupportScheme
from linli.organisations.support.states import SupportKind
from linli.people.inputs import PlaceField

WORDS = forms.Textarea(attrs={"rows": 4})
MOST = Decimal(100_000_000)
GRADES = [(0, _("不限")), *((level, f"{level}A") for level in range(1, 6))]
STARS = [(0, _("不限")), *((level, "★" * level) for level in range(1, 6))]


class YuanField(forms.DecimalField):
    """Yuan with at most two decimals; cleaned it is whole fen, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_value=MOST, decimal_places=2, **options)

    def clean(self, value: Any) -> Any:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class SchemeForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    sort = forms.ChoiceField(label=_("支持什么"), choices=SupportKind.choices)
    field = forms.ModelChoiceField(
        WorkField.objects.filter(is_active=True), label=_("只给哪个领域"), required=False, empty_label=_("不限")
    )
    least_grade = forms.TypedChoiceField(label=_("登记组织至少几 A"), choices=GRADES, coerce=int, initial=0)
    least_stars = forms.TypedChoiceField(label=_("备案组织至少几星"), choices=STARS, coerce=int, initial=0)
    most = YuanField(label=_("最高金额（元）"), required=False, help_text=_("不给钱的扶持不填。"))
    words = forms.CharField(label=_("说明"), max_length=1000, required=False, widget=WORDS)
    source = forms.CharField(label=_("依据"), max_length=120, help_text=_("文件名称和文号。"))
    valid_from = forms.DateField(label=_("自"), widget=DAY)
    valid_to = forms.DateField(label=_("至"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("结束日期不能早于开始日期"))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SchemeForm.base_fields}


class NewSchemeForm(BeginForm, SchemeForm):
    place = PlaceField(roles=KEEPING, label=_("哪里的组织"))
    field_order = ["place", "name", "sort"]

    def payload(self) -> NewScheme:
        return NewScheme(self.cleaned_data["place"], self.values())


class EditSchemeForm(MoveForm, SchemeForm):
    record: SupportScheme

    def known(self) -> dict[str, object]:
        scheme = self.record
        kept = {name: getattr(scheme, name) for name in SchemeForm.base_fields}
        kept["most"] = None if scheme.most is None else Decimal(scheme.most) / 100
        return kept

    def payload(self) -> Mapping[str, Any]:
        return self.values()


class AskForm(BeginForm):
    makes = Asked

    organisation = OrganisationField(states=PUBLIC)
    scheme = forms.ModelChoiceField(
        SupportScheme.objects.all(),
        label=_("申请哪项扶持"),
        to_field_name="number",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("没有这个编号的扶持")},
    )
    words = forms.CharField(label=_("用来做什么"), max_length=1000, widget=WORDS)
    amount = YuanField(label=_("申请金额（元）"), required=False)


class GrantForm(MoveForm):
    makes = Granted

    amount = YuanField(label=_("批准金额（元）"), required=False)
    use_by = forms.DateField(label=_("使用到哪一天"), widget=DAY, validators=[not_past])

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        asked = kwargs["record"].asked
        kept = {"amount": None if asked is None else Decimal(asked) / 100}
        super().__init__(*args, initial=kept | (initial or {}), **kwargs)
        if asked is None:
            del self.fields["amount"]


class ReportForm(MoveForm):
    makes = Reported

    words = forms.CharField(label=_("使用情况"), max_length=2000, widget=WORDS)
