"""What people fill in about events. Parses and validates; decides nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.actions import proposed_unit
from linli.events.core.catalogue import catalogue
from linli.events.core.models import Category, Event
from linli.events.core.openness import public_events
from linli.events.core.payloads import Dispatch, Evidence, Join, Lead, MoreTime, Rate, Relocation, Report, Same, Units
from linli.flow.forms import MoveForm
from linli.kernel.inputs import Boxes, ModelField, ModelsField, PhotosField, offer_rows
from linli.kernel.phones import clean_phone
from linli.people.models import Post, Unit, User
from linli.people.reach import places_open_to
from linli.people.roles import Role
from linli.places.levels import lineage
from linli.places.models import Place

LONGEST_TEXT = 5000


class CategoryField(ModelField):
    """Found in memory; asks the database only for the choices of a page."""

    def to_python(self, value: Any) -> Category | None:
        if value in self.empty_values:
            return None
        try:
            return catalogue.get().offered[str(value)]
        except KeyError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class ReportForm(forms.Form):
    """The same report by a resident, a grid worker, the desk or a program."""

    category = CategoryField(
        Category.objects.filter(is_active=True, children=None).select_related("parent"),
        label=_("是哪一类问题"),
        to_field_name="code",
        empty_label=_("请选择"),
        error_messages={"required": _("请选择问题类别"), "invalid_choice": _("没有这个类别")},
    )
    text = forms.CharField(
        label=_("发生了什么"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写一写发生了什么")},
    )
    photos = PhotosField(label=_("照片"), required=False)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("社区"),
        to_field_name="code",
        required=False,
        empty_label=_("请选择"),
        error_messages={"invalid_choice": _("没有这个地点")},
    )
    address = forms.CharField(
        label=_("在什么位置"), required=False, max_length=120, help_text=_("例如：大湖塘小区 3 栋东侧路口")
    )
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        help_text=_("只用于联系您，加密保存，办理人员看不到。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "place", places)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("lat") is None) != (values.get("lon") is None):
            self.add_error("address", _("请在地图上重新点一下位置"))
        if values.get("lat") is None and not values.get("place") and "place" not in self.errors:
            self.add_error("place", _("请选择社区，或在地图上点一下位置"))
        return values

    def payload(self) -> Report:
        values = self.cleaned_data
        return Report(**{name: values[name] for name in Report.__dataclass_fields__})


class DispatchForm(MoveForm):
    makes = Dispatch

    record: Event

    unit = forms.ModelChoiceField(
        Unit.objects.of_offices().select_related("place"),
        label=_("派给"),
        error_messages={"required": _("请选择主办单位")},
    )

    def known(self) -> Mapping[str, object]:
        return {"unit": proposed_unit(self.record)}

    @classmethod
    def known_by(cls, record: Event) -> object:
        return record.category_id, record.path[:12]


class UnitsForm(MoveForm):
    makes = Units

    units = ModelsField(
        Unit.objects.of_offices().select_related("place"),
        label=_("单位"),
        widget=Boxes,
        error_messages={"required": _("请至少选一个单位")},
    )


class LeadForm(MoveForm):
    makes = Lead

    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("领办人"), empty_label=_("请选择"), error_messages={"required": _("请选择领办人")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leaders of the event's place and of those it lies in."""
        super().__init__(*args, **kwargs)
        posts = Post.objects.on(timezone.localdate()).filter(
            role=Role.LEADER, place__code__in=lineage(self.record.path)
        )
        leaders = User.objects.filter(is_active=True, pk__in=posts.values("user"))
        offer_rows(self, "leader", leaders.order_by("name"))


class MoreTimeForm(MoveForm):
    makes = MoreTime

    until = forms.DateTimeField(
        label=_("延至"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("北京时间"),
    )


class RelocateForm(MoveForm):
    makes = Relocation

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("在哪里"),
        to_field_name="code",
        empty_label=_("请选择"),
        error_messages={"required": _("请选择社区或网格"), "invalid_choice": _("没有这个地点")},
    )

    def adapt(self) -> None:
        others = places_open_to(self.actor).exclude(pk=self.record.place_id)
        offer_rows(self, "place", others)


class JoinForm(MoveForm):
    makes = Join

    into = forms.CharField(
        label=_("并入哪一件"),
        max_length=20,
        help_text=_("事件编号，例如 EV-2026-000123"),
        error_messages={"required": _("请写并入哪一件的编号")},
    )

    def clean_into(self) -> Event:
        """An event that the actor sees; any other is not there."""
        number = self.cleaned_data["into"].strip().upper()
        into = Event.objects.visible_to(self.actor).filter(number=number).first()
        if into is None:
            raise forms.ValidationError(_("没有这件事件"))
        return into


class SameForm(MoveForm):
    same_as = forms.CharField(
        label=_("与哪一件是同一件事"), max_length=20, error_messages={"required": _("请写那一件的编号")}
    )

    def clean_same_as(self) -> Event:
        """An event that everybody may know of and that is still worked on; any other is not there."""
        number = self.cleaned_data["same_as"].strip().upper()
        found = public_events().still_open().exclude(pk=self.record.pk).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这件事件"))
        return found

    def payload(self) -> Same:
        return Same(self.cleaned_data["same_as"])


class EvidenceForm(MoveForm):
    """Pictures of the result; demanded where the category says so."""

    record: Event

    makes = Evidence

    photos = PhotosField(label=_("处理后的照片"), required=False)

    def adapt(self) -> None:
        self.fields["photos"].required = self.record.category.needs_photo


class PhotosForm(MoveForm):
    makes = Evidence

    photos = PhotosField(label=_("照片"))


class RateForm(MoveForm):
    makes = Rate

    stars = forms.TypedChoiceField(
        label=_("您满意吗"),
        coerce=int,
        choices=[(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项")},
    )
    words = forms.CharField(
        label=_("想说的话"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
