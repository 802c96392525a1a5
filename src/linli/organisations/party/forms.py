"""What people fill in about party work. Parses and validates; decides nothing."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, ForActor, MoveForm
from linli.kernel.inputs import DAY, Boxes, ModelField, ModelsField, PhotosField, offer_rows
from linli.organisations.party.actions.hostings import Asked, Held
from linli.organisations.party.actions.parties import Appointed, Corrected, Covered, Founding, Grouping, Joined
from linli.organisations.party.actions.planning import members_of
from linli.organisations.party.models import Hosting, PartyGroup, PartyOrganisation
from linli.organisations.party.rota import quarter_of
from linli.organisations.party.states import BRANCHES, OPEN, PartyKind
from linli.organisations.registry.inputs import OrganisationField
from linli.organisations.registry.policies import KEEPING
from linli.people.inputs import PlaceField
from linli.people.models import User

MOST = 1_000_000


class OrganisationsField(OrganisationField):
    """Several, with commas or lines between."""

    def __init__(self, **options: Any) -> None:
        help_text = _("编号（OR-…）或全称；几个之间用逗号或换行隔开")
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text, **options)
        self.max_length, self.validators = None, []

    def clean(self, value: Any) -> Any:
        """A list."""
        one: Any = super()
        return [one.clean(text) for text in re.split(r"[,，、\n]+", str(value or "")) if text.strip()]


class ParentField(ModelField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            PartyOrganisation.objects.none(),
            to_field_name="number",
            required=False,
            empty_label=_("没有上级"),
            **options,
        )

    def offer(self, form: ForActor) -> None:
        committees = PartyOrganisation.objects.visible_to(form.actor).active().exclude(kind_of_party__in=BRANCHES)
        self.queryset = committees.order_by("kind_of_party", "name")

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SecretaryForm(forms.Form):
    """Who leads it."""

    secretary = forms.CharField(label=_("书记姓名"), max_length=40)
    is_public = forms.BooleanField(
        label=_("姓名已对外公开"), required=False, help_text=_("不勾：页面上只显示姓，经办人和本支部看全名。")
    )
    username = forms.CharField(
        label=_("书记的登录名"), max_length=40, required=False, help_text=_("有登录用户的，轮值等待办直接交到本人。")
    )

    def clean_username(self) -> User | None:
        name = self.cleaned_data["username"].strip()
        user = User.objects.filter(username=name, is_active=True).first() if name else None
        if name and user is None:
            raise forms.ValidationError(_("没有这个登录名"))
        return user

    def appointed(self, since: Any) -> Appointed | None:
        values = self.cleaned_data
        name = values["secretary"].strip()
        return Appointed(name, values["is_public"], values["username"], since) if name else None


class PartyForm(BeginForm, SecretaryForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    kind_of_party = forms.ChoiceField(label=_("类别"), choices=PartyKind.choices, initial=PartyKind.BRANCH)
    place = PlaceField(roles=KEEPING, label=_("地点"))
    parent = ParentField(label=_("上级党组织"))
    organisations = OrganisationsField(anywhere=True, label=_("属于哪些组织"), required=False)
    members = forms.IntegerField(label=_("党员人数"), min_value=0, max_value=MOST)
    founded_on = forms.DateField(label=_("成立日期"), widget=DAY)
    field_order = ["name", "kind_of_party", "place", "parent", "organisations", "members", "founded_on"]

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if "organisation" in given:
            given["organisations"] = given.pop("organisation")
        super().__init__(*args, initial=given, **kwargs)
        fields: Any = self.fields
        fields["secretary"].required = False

    def payload(self) -> Founding:
        values = self.cleaned_data
        named = {name: values[name] for name in ("name", "kind_of_party", "parent", "members", "founded_on")}
        return Founding(values["place"], named, values["organisations"], self.appointed(values["founded_on"]))


class CorrectForm(MoveForm):
    record: PartyOrganisation

    COLUMNS = ("name", "parent", "members", "founded_on")
    name = forms.CharField(label=_("名称"), max_length=60)
    parent = ParentField(label=_("上级党组织"))
    members = forms.IntegerField(label=_("党员人数"), min_value=0, max_value=MOST)
    founded_on = forms.DateField(label=_("成立日期"), widget=DAY)

    def known(self) -> dict[str, object]:
        found = self.record
        now = {name: getattr(found, name) for name in self.COLUMNS}
        now["parent"] = found.parent.number if found.parent else None
        return now

    def payload(self) -> Corrected:
        return Corrected({name: self.cleaned_data[name] for name in self.COLUMNS})


class AppointForm(MoveForm, SecretaryForm):
    since = forms.DateField(label=_("从哪一天起"), widget=DAY, initial=timezone.localdate)

    def payload(self) -> Appointed:
        values = self.cleaned_data
        return Appointed(values["secretary"].strip(), values["is_public"], values["username"], values["since"])


class CoverForm(MoveForm):
    makes = Covered

    organisation = OrganisationField(anywhere=True, label=_("组织"))


class GroupForm(BeginForm):
    makes = Grouping

    name = forms.CharField(label=_("名称"), max_length=40)
    place = PlaceField(roles=KEEPING, label=_("地点"))
    about = forms.CharField(label=_("地域、行业"), max_length=120, required=False)


class NamedChoice(ModelField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class JoinForm(MoveForm):
    makes = Joined

    group = NamedChoice(PartyGroup.objects.none(), label=_("小组"), to_field_name="number", empty_label=_("请选择"))

    def adapt(self) -> None:
        groups = PartyGroup.objects.visible_to(self.actor).active().order_by("name")
        offer_rows(self, "group", groups)


class AttendedField(ModelsField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class HoldForm(MoveForm):
    record: Hosting

    makes = Held

    on = forms.DateField(label=_("哪一天"), widget=DAY, initial=timezone.localdate)
    summary = forms.CharField(label=_("做了什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    attended = AttendedField(PartyOrganisation.objects.none(), label=_("来参加的支部"), widget=Boxes, required=False)
    photos = PhotosField(label=_("照片"), required=False)

    def adapt(self) -> None:
        others = [one.pk for one in members_of(self.record.group) if one.pk != self.record.branch_id]
        found = PartyOrganisation.objects.filter(pk__in=others).order_by("name")
        offer_rows(self, "attended", found)


class QuarterField(ModelField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.words} {obj.branch.name}"


class SwapForm(BeginForm):
    """With which of the other quarters of the group."""

    makes = Asked

    hosting = forms.CharField(label=_("我们的轮值"), max_length=20, help_text=_("编号（HS-…）"))
    other = QuarterField(Hosting.objects.none(), label=_("与谁互换"), to_field_name="number", empty_label=_("请选择"))

    def adapt(self) -> None:
        number = str(self.data.get("hosting") or self.initial.get("hosting") or "").strip().upper()
        self.mine = Hosting.objects.visible_to(self.actor).filter(number=number).first()
        if self.mine:
            others = Hosting.objects.filter(group=self.mine.group_id, state__in=OPEN)
            others = others.filter(quarter__gte=quarter_of(timezone.localdate()))
            others = others.exclude(branch=self.mine.branch_id).select_related("branch").order_by("quarter")
            offer_rows(self, "other", others)

    def clean_hosting(self) -> Hosting:
        if self.mine is None:
            raise forms.ValidationError(_("没有这次轮值"))
        return self.mine
