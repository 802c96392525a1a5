"""What the pages on re-drawing ask for. They parse; what may be is said by the plans."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.inputs import offer_rows
from linli.places.models import Place
from linli.places.redrawing.outlines import read_area
from linli.places.redrawing.plans import LONGEST_NAME
from linli.places.shapes import Shape

if TYPE_CHECKING:
    _Several = forms.ModelMultipleChoiceField[Place]
    _One = forms.ModelChoiceField[Place]
else:
    _Several = forms.ModelMultipleChoiceField
    _One = forms.ModelChoiceField


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlacesField(_Several):
    """Some of a few places, each to be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Place.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class TargetField(_One):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.line)


class NameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, strip=True)


class RecodeForm(forms.Form):
    code = forms.CharField(
        label=_("新代码"),
        max_length=22,
        help_text=_("位数与原来相同，前几位是新上级的代码；它下面的地点一起变更。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    on = forms.DateField(label=_("启用日"), initial=timezone.localdate, widget=DateInput(), help_text=_("不晚于今天。"))


class MergeForm(NameForm):
    others = PlacesField(label=_("并入的网格"), help_text=_("选中的网格撤销，它们的楼栋和未办结的事件归到这里。"))
    posts = forms.ChoiceField(
        label=_("撤销网格的岗位"),
        choices=[("end", _("到昨天为止结束")), ("take", _("转到合并后的网格"))],
        widget=forms.RadioSelect,
        initial="end",
    )
    field_order = ["others", "name", "posts"]

    def __init__(self, *args: Any, siblings: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "others", siblings)
        self.fields["name"].label = _("合并后的名称")


class SplitForm(NameForm):
    buildings = PlacesField(label=_("分出去的楼栋"), required=False)
    area = forms.CharField(
        label=_("新网格的范围"),
        required=False,
        max_length=200_000,
        strip=True,
        help_text=_("GeoJSON 图形；画大一点没有关系，只取原网格里的部分。不填：界线以后再导入。"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    is_gcj02 = forms.BooleanField(label=_("图形是 GCJ-02 坐标（国内手机地图）"), required=False)
    households = forms.IntegerField(label=_("新网格的户数"), required=False, min_value=0, max_value=100_000)
    field_order = ["name", "buildings", "area", "is_gcj02", "households"]

    def __init__(self, *args: Any, buildings: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "buildings", buildings)
        self.fields["name"].label = _("新网格的名称")

    def shape(self) -> Shape | None:
        return read_area(self.cleaned_data["area"], is_gcj02=self.cleaned_data["is_gcj02"])


class MoveForm(forms.Form):
    buildings = PlacesField(label=_("划走的楼栋"))
    target = TargetField(Place.objects.none(), label=_("划到"), empty_label=_("请选择"))

    def __init__(self, *args: Any, buildings: QuerySet[Place], targets: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "buildings", buildings)
        offer_rows(self, "target", targets)
