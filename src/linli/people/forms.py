"""What administrators fill in about people. Parses and validates; decides nothing."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.inputs import offer_rows
from linli.people.fields import PickField, PlaceField, UserField
from linli.people.models import Scope, Unit, UnitKind
from linli.people.roles import AT_A_UNIT, Role

USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,39}\Z", re.IGNORECASE)
LIFETIMES = [(30, _("30 天")), (90, _("90 天")), (365, _("一年"))]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SuggestingForm(forms.Form):
    """Looks up the suggestions of its fields when it is shown."""

    def suggest(self) -> "SuggestingForm":
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.suggest()
        return self


class UserForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=40)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    wants_email = forms.BooleanField(label=_("消息也发到邮箱"), required=False, initial=True)


class NewUserForm(UserForm):
    username = forms.CharField(
        label=_("登录名"),
        max_length=40,
        help_text=_("3 至 40 个字母、数字或 . _ -，例如姓名的拼音。以后不能再改。"),
        validators=[RegexValidator(USERNAME, _("请用 3 至 40 个字母、数字或 . _ -，以字母或数字开头"))],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["username", "name", "email", "wants_email"]


class PostForm(SuggestingForm):
    user = UserField(label=_("任职人"), help_text=_("登录名或姓名"))
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("请选择")), *Role.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, help_text=_("承办人的岗位在单位"), empty_label=_("不选")
    )
    valid_from = forms.DateField(label=_("自"), widget=DateInput())
    valid_to = forms.DateField(label=_("至"), required=False, widget=DateInput(), help_text=_("不填：没有期限"))
    deputy = UserField(label=_("B 角"), required=False, help_text=_("任职人不在岗时代办的人"))
    field_order = ["user", "role", "place", "unit", "valid_from", "valid_to", "deputy"]

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        codes = list(codes)
        super().__init__(*args, **kwargs)
        offer_rows(self, "unit", Unit.objects.inside(codes))
        self.fields["place"] = PlaceField(
            codes, label=_("地点"), required=False, help_text=_("代码或名称；岗位管到这里和它下面")
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        role = values.get("role")
        needed, other = ("unit", "place") if role in AT_A_UNIT else ("place", "unit")
        if role and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("请选择单位") if needed == "unit" else _("请选择地点"))
        if role and values.get(other):
            self.add_error(other, _("承办人的岗位在单位，其他岗位在地点；请留空"))
        if values.get("deputy") and values["deputy"] == values.get("user"):
            self.add_error("deputy", _("B 角应为另一人"))
        if values.get("valid_from") and values.get("valid_to") and values["valid_to"] < values["valid_from"]:
            self.add_error("valid_to", _("结束日期不能早于开始日期"))
        return values


class EndPostForm(forms.Form):
    last_day = forms.DateField(label=_("最后一天"), required=False, widget=DateInput(), help_text=_("不填：立即结束"))


class DeputyForm(SuggestingForm):
    deputy = UserField(label=_("B 角"), required=False, help_text=_("任职人不在岗时代办的人；不填：没有 B 角"))


class AbsenceForm(forms.Form):
    first_day = forms.DateField(label=_("第一天"), widget=DateInput())
    last_day = forms.DateField(label=_("最后一天"), widget=DateInput())


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：市平台对接"))
    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一项")},
    )
    days = forms.TypedChoiceField(label=_("有效期"), coerce=int, choices=LIFETIMES, initial=90)

    @property
    def expires_at(self) -> datetime.datetime:
        return timezone.now() + datetime.timedelta(days=self.cleaned_data["days"])


class UnitForm(SuggestingForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=pgettext_lazy("unit", "类别"), choices=UnitKind.choices)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(codes, label=_("所在地"), help_text=_("代码或名称"))
