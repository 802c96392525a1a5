"""What people fill in about incubation. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DAY, Boxes, ModelField, ModelsField, offer_rows
from linli.kernel.phones import clean_phone
from linli.organisations.incubation.actions.evidence import Returned
from linli.organisations.incubation.actions.finding import Accepted, Found
from linli.organisations.incubation.actions.incubations import Beginning, Dropped, HandedOver, Mentors
from linli.organisations.incubation.actions.mentoring import Visited
from linli.organisations.incubation.forms import choices
from linli.organisations.incubation.models import Centre, Incubation
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.incubation.states import DropReason, FoundBy, Way
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import FINDING
from linli.organisations.registry.states import OrganisationKind
from linli.people.inputs import PlaceField
from linli.people.models import User

LONG = forms.Textarea(attrs={"rows": 4})
CHOOSE = _("请选择")


class NumberChoice(ModelField):
    """A record by its number."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        super().__init__(queryset, to_field_name="number", empty_label=CHOOSE, **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class PeopleField(ModelsField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class FoundForm(BeginForm):
    """A group that already serves: one that is listed, or a new one."""

    organisation = NumberChoice(
        Organisation.objects.none(),
        label=_("已列入的组织"),
        required=False,
        help_text=_("还没有列入的，不选这一项，填写下面的名称和地点。"),
    )
    name = forms.CharField(label=_("名称"), max_length=80, required=False)
    place = PlaceField(roles=FINDING, label=_("地点"), required=False)
    summary = forms.CharField(label=_("做什么"), max_length=1000, required=False, widget=LONG)
    how = forms.ChoiceField(label=_("怎样发现的"), choices=FoundBy.choices)
    leader_name = forms.CharField(label=_("带头人姓名"), max_length=40, required=False)
    leader_phone = forms.CharField(label=_("带头人手机号"), max_length=20, required=False)

    def adapt(self) -> None:
        offer_rows(self, "organisation", choices.listed(self.actor))

    def clean_leader_phone(self) -> str:
        return clean_phone(self.cleaned_data["leader_phone"])

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if not values.get("organisation"):
            for name, words in (("name", _("请填写名称")), ("place", _("请选择地点"))):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return values

    def payload(self) -> Found:
        values = self.cleaned_data
        new = {"name": values["name"], "summary": values["summary"], "legal_kind": OrganisationKind.GROUP}
        return Found(
            values["how"], values["leader_name"], values["leader_phone"], values["organisation"], values["place"], new
        )


class HowFields(forms.Form):
    """How it is incubated, and by whom."""

    way = forms.ChoiceField(label=_("方式"), choices=Way.choices)
    centre = forms.ModelChoiceField(
        Centre.objects.none(), label=_("孵化中心"), required=False, empty_label=_("不在孵化中心")
    )
    mentors = PeopleField(
        User.objects.none(),
        label=_("导师"),
        required=False,
        widget=Boxes,
        help_text=_("名单中排在最前的一位收到走访和电话的待办。"),
    )

    def offer(self, path: str) -> None:
        offer_rows(self, "centre", choices.centres(path))
        offer_rows(self, "mentors", choices.mentors(path))

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if values.get("way") == Way.IN_HOUSE and not values.get("centre") and "centre" not in self.errors:
            self.add_error("centre", _("站内孵化请选择孵化中心"))
        return values


class AcceptedForm(MoveForm, HowFields):
    makes = Accepted

    def adapt(self) -> None:
        self.offer(self.record.path)


class BeginningForm(BeginForm, HowFields):
    makes = Beginning

    organisation = NumberChoice(Organisation.objects.none(), label=_("组织"))
    field_order = ["organisation", "way", "centre", "mentors"]

    def adapt(self) -> None:
        offer_rows(self, "organisation", choices.to_incubate(self.actor))
        number = (self.data or self.initial).get("organisation")
        found = choices.to_incubate(self.actor).filter(number=number).first() if number else None
        path = found.path if found else next(iter(self.actor.codes(*INCUBATING)), "")
        self.offer(path)


class MentorsForm(MoveForm):
    record: Incubation

    makes = Mentors

    mentors = PeopleField(User.objects.none(), label=_("导师"), required=False, widget=Boxes)

    def known(self) -> dict[str, object]:
        now = self.record.mentorings.filter(valid_to=None).values_list("user", flat=True)
        return {"mentors": list(now)}

    def adapt(self) -> None:
        offer_rows(self, "mentors", choices.mentors(self.record.path))


class DroppedForm(MoveForm):
    makes = Dropped

    reason = forms.ChoiceField(
        label=_("退出原因"), choices=[one for one in DropReason.choices if one[0] != DropReason.LEFT]
    )


class HandedOverForm(MoveForm):
    record: Incubation

    makes = HandedOver

    hub = NumberChoice(Organisation.objects.none(), label=_("由哪个枢纽接手"))

    def adapt(self) -> None:
        offer_rows(self, "hub", choices.hubs(self.record))


class ReturnedForm(MoveForm):
    makes = Returned

    reason = forms.CharField(label=_("要改什么（组织会看到）"), max_length=2000, widget=LONG)


class VisitedForm(MoveForm):
    makes = Visited

    on = forms.DateField(label=_("哪天"), widget=DAY, initial=timezone.localdate)
    words = forms.CharField(label=_("谈了什么，下一步做什么"), max_length=2000, widget=LONG)
