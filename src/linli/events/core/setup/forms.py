"""What the system administrator fills in about categories."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.events.core.models import Category
from linli.people.fields import PlaceField
from linli.people.forms import SuggestingForm
from linli.people.models import Unit


class CategoryForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40)
    parent = forms.ModelChoiceField(
        Category.objects.filter(parent=None), label=_("上级类别"), required=False, empty_label=_("没有，这是最上级")
    )
    position = forms.IntegerField(label=_("顺序"), min_value=0, max_value=999, initial=0, help_text=_("小的排在前面"))
    needs_photo = forms.BooleanField(label=_("办结须附照片"), required=False)
    is_confidential = forms.BooleanField(
        label=_("保密"),
        required=False,
        help_text=_("这一类和它下面的新事件，只有经办的人看得到，不对外公开，也不计入数据。已有的事件不变。"),
    )


class NewCategoryForm(CategoryForm):
    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        help_text=_("字母、数字、短横线，例如 street-lamp。规则和接口用它，以后不能再改。"),
        error_messages={"invalid": _("请只用字母、数字、短横线")},
    )
    field_order = ["name", "code", "parent", "position", "needs_photo", "is_confidential"]


class EditCategoryForm(CategoryForm):
    is_active = forms.BooleanField(label=_("在用"), required=False, help_text=_("不选：不再供上报选择，已有事件不变"))


class ResponsibleForm(SuggestingForm):
    unit = forms.ModelChoiceField(Unit.objects.of_offices(), label=_("责任单位"), empty_label=_("请选择"))

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(codes, label=_("地点"), help_text=_("代码或名称；管到这里和它下面"))
        self.order_fields(["place", "unit"])
