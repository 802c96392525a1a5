"""What people fill in about platforms, visits and communities. Parses and validates; decides nothing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, ModelField, not_ahead, offer_rows
from linli.organisations.platforms.actions.platforms import Again, Checked, Edited, Found, HandedOver, Opening
from linli.organisations.platforms.actions.standards import Entered
from linli.organisations.platforms.models import ChecklistItem, CommunityFigure, Platform
from linli.organisations.platforms.parts import ENTERED
from linli.organisations.platforms.policies import CHECKING
from linli.organisations.platforms.states import PLATFORM_LEVELS, ChecklistPart
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.registry.policies import FINDING
from linli.people.inputs import PlaceField
from linli.places.models import Place, Premises
from linli.places.placed import inside

MOST = 1_000_000
SAID = ("name", "premises", "area", "address", "hours", "contact")


class PremisesField(ModelField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.community.short_name} {obj.name}"


class SaidForm(forms.Form):
    """What a platform says of itself."""

    name = forms.CharField(label=_("名称"), max_length=60)
    premises = PremisesField(
        Premises.objects.none(), label=_("服务用房"), required=False, empty_label=_("不选"), help_text=_("已登记的用房")
    )
    area = forms.IntegerField(
        label=_("面积（平方米）"), required=False, min_value=1, max_value=MOST, help_text=_("不填：按服务用房。")
    )
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    hours = forms.CharField(label=_("开放时间"), max_length=80, required=False, help_text=_("不填：按服务用房。"))
    contact = forms.CharField(label=_("联系方式"), max_length=80, required=False, help_text=_("不填：按服务用房。"))

    def offer_premises(self, codes: Sequence[str]) -> None:
        found = Premises.objects.none()
        for code in codes:
            found |= Premises.objects.filter(inside(code, field="community__code"))
        offer_rows(self, "premises", found.select_related("community").order_by("community__code", "name"))

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SAID}


class PlatformForm(BeginForm, SaidForm):
    """A new platform: its level goes by the place."""

    place = PlaceField(roles=FINDING, label=_("地点"))
    opened_on = forms.DateField(label=_("启用日期"), widget=DAY, initial=timezone.localdate, validators=[not_ahead])
    operator = OrganisationField(anywhere=True, label=_("运营组织"), required=False)
    field_order = ["name", "place", "opened_on", "operator", "premises"]

    def adapt(self) -> None:
        self.offer_premises(self.actor.codes(*FINDING))

    def payload(self) -> Opening:
        values = self.said() | {"opened_on": self.cleaned_data["opened_on"]}
        return Opening(self.cleaned_data["place"], values, self.cleaned_data["operator"])


class PlatformEditForm(MoveForm, SaidForm):
    def known(self) -> dict[str, object]:
        now = {name: getattr(self.record, name) for name in SAID}
        return now

    def adapt(self) -> None:
        self.offer_premises([self.record.path])

    def payload(self) -> Edited:
        return Edited(self.said())


class HandOverForm(MoveForm):
    makes = HandedOver

    operator = OrganisationField(anywhere=True, label=_("新的运营组织"), required=False)
    since = forms.DateField(label=_("从哪一天起"), widget=DAY, initial=timezone.localdate, validators=[not_ahead])


class VisitForm(BeginForm):
    """A visit: the items of the standard that held on its day, each with a field of its own, ``item_CODE``."""

    platform = forms.CharField(label=_("平台"), max_length=20, help_text=_("平台编号（PT-…）"))
    on = forms.DateField(label=_("检查日期"), widget=DAY, initial=timezone.localdate, validators=[not_ahead])
    put_right_by = forms.DateField(
        label=_("整改期限"), required=False, widget=DAY, help_text=_("有没达到的才用；不填：按规则的工作日数。")
    )

    def adapt(self) -> None:
        self.found = self._platform(str(self.data.get("platform") or self.initial.get("platform") or ""))
        self.items: list[ChecklistItem] = []
        if self.found:
            day = _day(self.data.get("on")) or timezone.localdate()
            self.items = list(ChecklistItem.objects.on(day).for_level(self.found.level))
        for item in self.items:
            self.fields[f"item_{item.code}"] = _item_field(item)
        self.order_fields(["platform", "on", *(f"item_{item.code}" for item in self.items), "put_right_by"])

    def _platform(self, number: str) -> Platform | None:
        reached = Platform.objects.standing().filter(number=number.strip().upper())
        found = reached.first()
        return found if found and self.actor.warrant(*CHECKING, at=found.path) else None

    def clean_platform(self) -> Platform:
        if self.found is None:
            raise forms.ValidationError(_("没有这个平台"))
        return self.found

    def payload(self) -> Checked:
        values = self.cleaned_data
        findings = [
            Found(item, count=values[f"item_{item.code}"])
            if item.least is not None
            else Found(item, is_met=values[f"item_{item.code}"] == "met")
            for item in self.items
        ]
        return Checked(values["platform"], values["on"], findings, values["put_right_by"])


def _item_field(item: ChecklistItem) -> forms.Field:
    label = f"{item.get_part_display()} · {item.text}"
    if item.least is not None:
        asked = _("至少 %(least)s %(unit)s") % {"least": item.least, "unit": item.unit}
        return forms.IntegerField(label=label, min_value=0, max_value=MOST, help_text=asked)
    choices = [("met", pgettext_lazy("item", "达到")), ("unmet", pgettext_lazy("item", "没有达到"))]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class AgainForm(MoveForm):
    makes = Again

    put_right_by = forms.DateField(label=_("整改期限"), widget=DAY)


class ItemForm(forms.Form):
    """A new line of the checklist."""

    code = forms.SlugField(label=_("代码"), max_length=30, help_text=_("小写字母、数字和短横，以后不变。"))
    part = forms.ChoiceField(label=_("部分"), choices=ChecklistPart.choices)
    level = forms.ChoiceField(
        label=_("适用于"),
        required=False,
        choices=[("", _("各级平台")), *((level.value, words) for level, words in PLATFORM_LEVELS.items())],
    )
    text = forms.CharField(label=_("要求"), max_length=120)
    least = forms.IntegerField(
        label=_("至少"), required=False, min_value=1, max_value=MOST, help_text=_("不填：只看达到没有达到。")
    )
    unit = forms.CharField(label=_("单位"), max_length=12, required=False)
    source = forms.CharField(label=_("依据"), max_length=200)
    valid_from = forms.DateField(label=_("启用日"), widget=DAY, initial=timezone.localdate)


class EndItemForm(forms.Form):
    on = forms.DateField(label=_("停用日"), widget=DAY, initial=timezone.localdate)


class EnterForm(forms.Form):
    """What a community has of the parts that no record tells: a number and what it is, for each."""

    on = forms.DateField(label=_("统计日"), widget=DAY, initial=timezone.localdate, validators=[not_ahead])

    def __init__(self, *args: Any, community: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {row.part: row for row in CommunityFigure.objects.current().filter(place=community)}
        for part in ENTERED:
            row = now.get(part.code)
            asked = _("至少 %(least)s。%(meaning)s") % {"least": part.rule.at(community.code), "meaning": part.meaning}
            self.fields[part.code] = forms.IntegerField(
                label=str(part.title),
                required=False,
                min_value=0,
                max_value=MOST,
                initial=row.count if row else None,
                help_text=asked,
            )
            self.fields[f"{part.code}_note"] = forms.CharField(
                label=_("%(part)s：名称或说明") % {"part": part.title},
                required=False,
                max_length=200,
                initial=row.note if row else "",
            )

    def figures(self) -> list[Entered]:
        """Those that were filled in."""
        values = self.cleaned_data
        return [
            Entered(part.code, values[part.code], values[f"{part.code}_note"])
            for part in ENTERED
            if values[part.code] is not None
        ]


def _day(text: Any) -> Any:
    try:
        return parse_date(str(text or ""))
    except ValueError:
        return None
