"""What an order must hold, by API and by file alike; and what a desk fills in about one."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.grid.forms import LONGEST_TEXT
from linli.grid.hotline.contents import OrderContent
from linli.grid.models.orders import ReplyOutcome
from linli.kernel.moments import read_moment

END_OF_DAY = datetime.time(23, 59, 59)
YES, NO = {"1", "true", "yes", "y", "是", "保密", "要求保密"}, {"", "0", "false", "no", "n", "否", "不保密", "公开"}


class MomentField(forms.CharField):
    """A moment as offices write it; a day alone is taken ``at`` this time."""

    def __init__(self, *, at: datetime.time = datetime.time.min, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.at = at

    def clean(self, value: Any) -> Any:
        """A moment with its zone, or None."""
        text = super().clean(value)
        try:
            return read_moment(text, at=self.at) if text else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class YesNoField(forms.CharField):
    def clean(self, value: Any) -> Any:
        """True or False; empty is no."""
        text = super().clean(value).lower()
        if text not in YES | NO:
            raise forms.ValidationError(_("请写“是”或“否”"))
        return text in YES


class OrderForm(forms.Form):
    """One order. Whoever sends it is a program or a row of a file: errors say what is wrong with which field."""

    number = forms.CharField(label=_("工单编号"), max_length=60, error_messages={"required": _("没有工单编号")})
    received_at = MomentField(label=_("来电时间"), required=False)
    due_at = MomentField(label=_("办理期限"), at=END_OF_DAY, error_messages={"required": _("没有办理期限")})
    title = forms.CharField(label=_("标题"), required=False, max_length=100)
    text = forms.CharField(label=_("诉求内容"), max_length=LONGEST_TEXT, error_messages={"required": _("没有诉求内容")})
    category = forms.CharField(label=_("诉求类别"), required=False, max_length=80)
    community = forms.CharField(label=_("所属社区"), required=False, max_length=60)
    address = forms.CharField(label=_("地址"), required=False, max_length=200)
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    caller_name = forms.CharField(label=_("来电人"), required=False, max_length=40)
    caller_phone = forms.CharField(label=_("来电号码"), required=False, max_length=30)
    hides_caller = YesNoField(label=_("是否保密"), required=False, max_length=10)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        received, due = values.get("received_at"), values.get("due_at")
        if received and due and due <= received:
            self.add_error("due_at", _("期限不晚于来电时间"))
        if not {"lat", "lon"} & set(self.errors) and (values.get("lat") is None) != (values.get("lon") is None):
            self.add_error("lat" if values.get("lat") is None else "lon", _("纬度和经度须同时给出"))
        return values

    def payload(self) -> OrderContent:
        return OrderContent(**self.cleaned_data)


class AnswerForm(forms.Form):
    """What the platform says to a reply."""

    id = forms.UUIDField()
    outcome = forms.ChoiceField(
        choices=[
            (ReplyOutcome.SENT, _("已收到")),
            (ReplyOutcome.CONFIRMED, ReplyOutcome.CONFIRMED.label),
            (ReplyOutcome.REFUSED, ReplyOutcome.REFUSED.label),
        ]
    )
    words = forms.CharField(label=_("平台的答复"), required=False, max_length=500)
    due_at = MomentField(label=_("新的期限"), required=False, at=END_OF_DAY)
    rating = forms.IntegerField(label=_("满意度"), required=False, min_value=1, max_value=5)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == ReplyOutcome.REFUSED and not values.get("words"):
            self.add_error("words", _("请写明不同意的理由"))
        return values
