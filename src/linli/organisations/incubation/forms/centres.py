"""What people fill in about what a centre gives: services, trainings, who came."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import Boxes, ModelsField, offer_rows
from linli.organisations.incubation.actions.centres import Asked, Attended, Session, SignedUp
from linli.organisations.incubation.forms import choices
from linli.organisations.incubation.forms.incubations import CHOOSE, LONG, NumberChoice
from linli.organisations.incubation.models import CentreService, Incubation, Seat
from linli.organisations.incubation.policies import INCUBATING
from linli.organisations.incubation.states import TrainingKind
from linli.organisations.registry.models import Organisation
from linli.people.inputs import PlaceField


class AskedForm(BeginForm):
    incubation = NumberChoice(Incubation.objects.none(), label=_("组织"))
    service = forms.ModelChoiceField(CentreService.objects.none(), label=_("服务"), empty_label=CHOOSE)
    words = forms.CharField(label=_("想要什么"), max_length=300, required=False)

    def adapt(self) -> None:
        mine = choices.own_incubations(self.actor)
        offer_rows(self, "incubation", mine)
        offered = CentreService.objects.none()
        for incubation in mine:
            offered |= choices.services(incubation)
        offer_rows(self, "service", offered)

    def payload(self) -> Asked:
        values = self.cleaned_data
        return Asked(values["incubation"], values["service"], values["words"])


class SessionForm(BeginForm):
    what = forms.ChoiceField(label=_("类别"), choices=TrainingKind.choices)
    topic = forms.CharField(label=_("内容"), max_length=80)
    place = PlaceField(roles=INCUBATING, label=_("为哪里"))
    where = forms.CharField(label=_("地点"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    hours = forms.DecimalField(label=_("小时数"), min_value=0.5, max_value=99, max_digits=4, decimal_places=1)
    capacity = forms.IntegerField(label=_("人数上限"), min_value=1, max_value=2000)

    def payload(self) -> Session:
        values = dict(self.cleaned_data)
        return Session(values.pop("place"), values)


class SignUpForm(MoveForm):
    makes = SignedUp

    organisation = NumberChoice(Organisation.objects.none(), label=_("组织"))
    names = forms.CharField(label=_("谁来（每行一人）"), max_length=1000, widget=LONG)

    def adapt(self) -> None:
        field: Any = self.fields["organisation"]
        field.queryset = choices.represented(self.actor)
        if only := field.queryset.first():
            self.initial.setdefault("organisation", only.number)

    def clean_names(self) -> list[str]:
        names = [line.strip()[:40] for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if not names:
            raise forms.ValidationError(_("请填写姓名"))
        return names


class SeatsField(ModelsField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.masked_name} · {obj.organisation.name}"


class AttendedForm(MoveForm):
    makes = Attended

    seats = SeatsField(Seat.objects.none(), label=_("谁来了"), required=False, widget=Boxes)
    hours = forms.DecimalField(label=_("每人的小时数"), min_value=0.5, max_value=99, max_digits=4, decimal_places=1)

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        training = kwargs["record"]
        there = training.seats.select_related("organisation")
        now = {"hours": training.hours, "seats": [seat.pk for seat in there]}
        super().__init__(*args, initial=now | (initial or {}), **kwargs)
        offer_rows(self, "seats", there)
