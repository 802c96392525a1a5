"""What the pages on households, estates and premises ask for. They parse; what may be is said by the actions."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.inputs import offer_rows
from linli.places.describing.estates import EstateFacts
from linli.places.describing.premises import PremisesFacts
from linli.places.models import Estate, EstateKind, Management, Place, Premises, PremisesKind
from linli.places.redraw_forms import DateInput, TargetField

MOST_HOUSEHOLDS = 1_000_000
MOST_AREA = 1_000_000


class GridField(TargetField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class EstateForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=pgettext_lazy("estate", "类型"), choices=EstateKind.choices)
    management = forms.ChoiceField(
        label=_("管理方式"),
        choices=Management.choices,
        help_text=_("“三无”：没有物业、没有主管部门、没有人防物防。"),
    )
    households = forms.IntegerField(label=_("户数"), required=False, min_value=0, max_value=MOST_HOUSEHOLDS)
    grid = GridField(Place.objects.none(), label=_("网格"), required=False, empty_label=_("不选"))

    def __init__(self, *args: Any, community: Place, estate: Estate | None = None, **kwargs: Any) -> None:
        if estate is not None:
            kwargs["initial"] = {name: getattr(estate, name) for name in ("name", "kind", "management", "households")}
            kwargs["initial"]["grid"] = estate.grid_id
        super().__init__(*args, **kwargs)
        grids = Place.objects.standing().filter(parent=community).order_by("code")
        offer_rows(self, "grid", grids)

    def facts(self) -> EstateFacts:
        return cast(EstateFacts, dict(self.cleaned_data))


class PremisesForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=pgettext_lazy("premises", "类型"), choices=PremisesKind.choices)
    area = forms.IntegerField(label=_("面积（平方米）"), min_value=1, max_value=MOST_AREA)
    hours = forms.CharField(label=_("开放时间"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("联系方式"), max_length=80, required=False, help_text=_("办公电话；这一页人人可见。")
    )
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)
    is_planned = forms.BooleanField(
        label=_("新建，尚未投入使用"), required=False, help_text=_("不计入现有面积；三把关都签核后才能投入使用。")
    )

    def __init__(self, *args: Any, premises: Premises | None = None, **kwargs: Any) -> None:
        if premises is not None:
            kwargs["initial"] = {name: getattr(premises, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def facts(self) -> PremisesFacts:
        return cast(PremisesFacts, dict(self.cleaned_data))


class SignOffForm(forms.Form):
    """An empty day takes the sign-off back."""

    on = forms.DateField(label=_("日期"), required=False, widget=DateInput())


class HouseholdsForm(forms.Form):
    """One number for the community and one for each of its grids."""

    counted_on = forms.DateField(label=_("统计日"), initial=timezone.localdate, widget=DateInput())

    def __init__(
        self, *args: Any, community: Place, grids: Iterable[Place], counts: Mapping[Any, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in (community, *grids)}
        for key, place in self.places.items():
            self.fields[key] = forms.IntegerField(
                label=place.short_name,
                required=False,
                min_value=0,
                max_value=MOST_HOUSEHOLDS,
                initial=counts.get(place.pk),
            )
        self.fields[str(community.pk)].help_text = _("不填：由各网格相加。")

    def counts(self) -> dict[Place, int | None]:
        return {place: self.cleaned_data[key] for key, place in self.places.items()}
