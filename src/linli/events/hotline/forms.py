"""What an order must hold, by API and by file alike; and what a desk fills in about one."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.events.core.forms import LONGEST_TEXT
from linli.events.core.models import Category
from linli.events.hotline.contents import OrderContent
from linli.events.hotline.models import OrderSource, ReplyOutcome
from linli.kernel.inputs import offer_rows
from linli.kernel.moments import read_moment
from linli.people.fields import PlaceField, UserField
from linli.people.forms import SuggestingForm
from linli.places.coordinates import Coordinates

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


class ReplyAnswerForm(forms.Form):
    """What the platform says to a reply."""

    outcome = forms.ChoiceField(
        label=_("平台的意思"),
        choices=[
            (ReplyOutcome.SENT, _("已收到")),
            (ReplyOutcome.CONFIRMED, ReplyOutcome.CONFIRMED.label),
            (ReplyOutcome.REFUSED, ReplyOutcome.REFUSED.label),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("平台的答复"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == ReplyOutcome.REFUSED and not values.get("words"):
            self.add_error("words", _("请写明不同意的理由"))
        return values


class AnswerForm(ReplyAnswerForm):
    """The same from a program."""

    id = forms.UUIDField()
    due_at = MomentField(label=_("新的期限"), required=False, at=END_OF_DAY)
    rating = forms.IntegerField(label=_("满意度"), required=False, min_value=1, max_value=5)


class CallerForm(forms.Form):
    """Whose orders are wanted: the whole number, never a part of one."""

    phone = forms.CharField(label=_("来电号码"), max_length=30, error_messages={"required": _("请输入完整的号码")})


class TimeForm(forms.Form):
    until = forms.DateTimeField(
        label=_("延至"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("北京时间"),
    )
    words = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("平台会读到，请不要写人名和电话。"),
        error_messages={"required": _("请写明理由")},
    )


class UploadForm(forms.Form):
    """``sources`` are those for which this actor carries files."""

    source = forms.ModelChoiceField(
        OrderSource.objects.none(), label=_("哪个平台的"), empty_label=_("请选择"), to_field_name="code"
    )
    file = forms.FileField(
        label=_("文件"),
        help_text=_("Excel（.xlsx）或 CSV，最大 10 MB。先核对，确认后才导入。"),
        error_messages={"required": _("请选一个文件"), "empty": _("文件是空的")},
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "source", sources)
        if len(sources) == 1:
            self.fields["source"].initial = sources[0].code


class ColumnsForm(forms.Form):
    """Which column of a file is what: one choice for each field of an order."""

    def __init__(self, *args: Any, heads: Sequence[str], columns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in OrderForm.base_fields.items():
            self.fields[name] = forms.ChoiceField(
                label=field.label,
                required=field.required,
                choices=[("", _("没有这一列")), *((head, head) for head in heads)],
                initial=columns.get(name, ""),
                error_messages={"required": _("请选这一项在哪一列")},
            )

    def payload(self) -> dict[str, str]:
        return {name: head for name, head in self.cleaned_data.items() if head}


class SourceForm(SuggestingForm):
    code = forms.SlugField(label=_("代码"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：市12345热线"))
    coordinates = forms.ChoiceField(label=_("坐标系"), choices=Coordinates.choices)
    fallback = forms.ModelChoiceField(
        Category.objects.filter(is_active=True, children=None),
        label=_("其他类别归入"),
        to_field_name="code",
        empty_label=_("请选择"),
    )
    categories = forms.CharField(
        label=_("类别对照"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个：平台的类别 = 我们的类别代码"),
    )
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(codes, label=_("地点"), help_text=_("代码或名称；一般是整个区"))
        self.fields["user"] = UserField(
            label=_("接口账号"), required=False, help_text=_("平台的程序以这个账号的“热线对接”令牌登录；只用文件可不填")
        )
        self.order_fields(["code", "name", "place", "user", "coordinates", "fallback", "categories", "is_active"])

    def clean_categories(self) -> dict[str, str]:
        known, table = set(Category.objects.values_list("code", flat=True)), {}
        for line in filter(str.strip, self.cleaned_data["categories"].splitlines()):
            theirs, _sign, ours = line.rpartition("=")
            if not theirs.strip() or ours.strip() not in known:
                raise forms.ValidationError(_("看不懂这一行：%(line)s") % {"line": line[:60]})
            table[theirs.strip()] = ours.strip()
        return table
