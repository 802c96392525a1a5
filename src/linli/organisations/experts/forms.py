"""What people fill in about experts and draws. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, ForActor, MoveForm
from linli.kernel.actor import Actor
from linli.kernel.inputs import DAY, Boxes, ModelsField, not_ahead
from linli.organisations.experts.actions.draws import Replaced, Revealed, Voided, Wanted
from linli.organisations.experts.actions.experts import Joining, Said, Tied, Untied
from linli.organisations.experts.models import Candidate, Draw, Expert, ExpertField, ExpertTie
from linli.organisations.experts.states import TieKind
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.people.inputs import PlaceField
from linli.people.models import Unit, User
from linli.places.levels import Level

MOST_SEATS = 50


AT = (Level.DISTRICT, Level.SUBDISTRICT)
"""Where there are pools, draws and rounds."""


class FieldsField(ModelsField):
    def __init__(self, **options: Any) -> None:
        fields = ExpertField.objects.filter(is_active=True)
        super().__init__(fields, label=_("专业"), widget=Boxes, **options)


class OrganisationsField(forms.CharField):
    """Numbers of organisations that the actor sees, with spaces or commas between."""

    actor: Actor

    def offer(self, form: ForActor) -> None:
        self.actor = form.actor

    def clean(self, value: Any) -> Any:
        numbers = [number.upper() for number in (super().clean(value) or "").replace(",", " ").split()]
        found = {one.number: one for one in Organisation.objects.visible_to(self.actor).filter(number__in=numbers)}
        if missing := [number for number in numbers if number not in found]:
            raise forms.ValidationError(_("没有这个编号的组织：%(number)s") % {"number": missing[0]})
        return [found[number] for number in dict.fromkeys(numbers)]


class SaidForm(forms.Form):
    employer = forms.CharField(label=_("工作单位"), max_length=80, required=False)
    qualification = forms.CharField(label=_("职称或资格"), max_length=80, required=False)
    fields_of_work = FieldsField()
    available_from = forms.DateField(label=_("可抽取的第一天"), widget=DAY)
    available_to = forms.DateField(label=_("可抽取的最后一天"), required=False, widget=DAY)

    COLUMNS = ("employer", "qualification", "available_from", "available_to")

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        first, last = values.get("available_from"), values.get("available_to")
        if first and last and last < first:
            self.add_error("available_to", _("最后一天不能早于第一天"))
        return values

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.COLUMNS}


class JoiningForm(BeginForm, SaidForm):
    """A user by their login, or somebody outside by name: one of the two."""

    place = PlaceField(roles=KEEPING, levels=AT, label=_("属于哪里的专家库"))
    username = forms.CharField(label=_("登录名"), max_length=40, required=False, help_text=_("有登录用户的填这里。"))
    name = forms.CharField(
        label=_("姓名"),
        max_length=40,
        required=False,
        help_text=_("没有登录用户的填这里；加密保存，被抽中后对外公开。"),
    )
    field_order = ["place", "username", "name", "employer", "qualification", "fields_of_work"]

    def clean_username(self) -> User | None:
        username = self.cleaned_data["username"].strip()
        user = User.objects.filter(username=username, is_active=True).first() if username else None
        if username and user is None:
            raise forms.ValidationError(_("没有这个登录名"))
        return user

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if "username" in values and bool(values["username"]) == bool(values.get("name")):
            self.add_error("username", _("登录名和姓名填一个，也只填一个"))
        return values

    def payload(self) -> Joining:
        values = self.cleaned_data
        return Joining(values["place"], values["username"], values["name"], self.said(), values["fields_of_work"])


class EditForm(MoveForm, SaidForm):
    record: Expert

    def known(self) -> dict[str, object]:
        found = self.record
        now = {name: getattr(found, name) for name in self.COLUMNS} | {"fields_of_work": found.fields.all()}
        return now

    def payload(self) -> Said:
        return Said(self.said(), self.cleaned_data["fields_of_work"])


class TieForm(MoveForm):
    kind = forms.ChoiceField(label=_("什么关系"), choices=TieKind.choices)
    organisation = OrganisationsField(label=_("与哪个组织（编号）"), max_length=20, required=False)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("与哪个单位"), required=False, empty_label=_("不是单位"))
    person = forms.CharField(label=_("与哪个人（姓名）"), max_length=40, required=False)
    until = forms.DateField(label=_("已在哪一天结束"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if sum(bool(values.get(name)) for name in ("organisation", "unit", "person")) != 1:
            raise forms.ValidationError(_("组织、单位、个人填一个，也只填一个"))
        return values

    def payload(self) -> Tied:
        values = self.cleaned_data
        organisation = values["organisation"][0] if values["organisation"] else None
        return Tied(TieKind(values["kind"]), organisation, values["unit"], values["person"], values["until"])


class UntieForm(MoveForm):
    record: Expert

    makes = Untied

    tie = forms.ModelChoiceField(ExpertTie.objects.none(), label=_("哪一项"), empty_label=_("请选择"))
    on = forms.DateField(label=_("在哪一天结束"), widget=DAY, validators=[not_ahead])

    def adapt(self) -> None:
        field: Any = self.fields["tie"]
        field.queryset = self.record.ties.filter(until=None).select_related("organisation", "unit")
        field.label_from_instance = lambda tie: f"{tie.get_kind_display()} {tie.to}"


class DrawForm(BeginForm):
    place = PlaceField(roles=KEEPING, levels=AT, label=_("在哪里用"))
    purpose = forms.CharField(label=_("用途"), max_length=120, help_text=_("对外公开；一个用途只抽一次。"))
    seats = forms.IntegerField(label=_("抽取人数"), min_value=1, max_value=MOST_SEATS)
    fields_of_work = FieldsField(required=False, help_text=_("有其中一项就可以；不选不限。"))
    organisations = OrganisationsField(
        label=_("与哪些组织有关系的回避（编号）"), max_length=400, required=False, help_text=_("多个用空格隔开。")
    )
    needs_account = forms.BooleanField(label=_("只抽有登录用户的专家"), required=False)
    outside = forms.CharField(
        label=_("外部公开数值的来源"),
        max_length=120,
        required=False,
        help_text=_("例如某一期尚未开奖的彩票号码。写在这里，抽取时填入开出的数值，任何人可以核对。"),
    )

    def clean_purpose(self) -> str:
        return " ".join(self.cleaned_data["purpose"].split())

    def payload(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            place=values["place"],
            purpose=values["purpose"],
            seats=values["seats"],
            fields=values["fields_of_work"],
            organisations=values["organisations"],
            needs_account=values["needs_account"],
            outside=values["outside"].strip(),
        )


class RevealForm(MoveForm):
    record: Draw

    outside_value = forms.CharField(label=_("外部公开数值"), max_length=120, required=False)

    def adapt(self) -> None:
        self.fields["outside_value"].help_text = self.record.outside or _("这次抽取没有约定外部数值，不用填。")

    def payload(self) -> Revealed:
        return Revealed(" ".join(self.cleaned_data["outside_value"].split()))


class ReplaceForm(MoveForm):
    record: Draw

    candidate = forms.ModelChoiceField(Candidate.objects.none(), label=_("谁不能参加"), empty_label=_("请选择"))

    def adapt(self) -> None:
        field: Any = self.fields["candidate"]
        seated = [one.pk for one in self.record.seated()]
        field.queryset = Candidate.objects.filter(pk__in=seated).select_related("expert__user").order_by("position")
        field.label_from_instance = lambda one: f"{one.expert.called} {one.expert.number}"

    def payload(self) -> Replaced:
        return Replaced(self.cleaned_data["candidate"].pk)


class VoidForm(MoveForm):
    makes = Voided

    reason = forms.CharField(label=_("作废原因（对外公开）"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
