"""The evidence of a step: words and files for all, and the numbers, people and names that its step asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm
from linli.kernel.inputs import DocumentField, PhotosField, offer_rows
from linli.kernel.phones import clean_phone
from linli.organisations.incubation.actions.evidence import Chosen, Sent
from linli.organisations.incubation.forms import choices
from linli.organisations.incubation.forms.incubations import LONG, NumberChoice
from linli.organisations.incubation.models import Incubation, Step
from linli.organisations.incubation.states import Special
from linli.organisations.registry.states import MemberRole

MOST_NUMBERS = 4
NUMBERS = tuple(f"number_{position}" for position in range(1, MOST_NUMBERS + 1))
ASKED: dict[str, tuple[str, ...]] = {
    Special.LEADERS: ("leaders",),
    Special.COUNCIL: ("council", "supervisors", "name", "logo"),
}
"""By what is special about a step: the fields that only it has."""
MOST_LEADERS = 2
"""一至两名领导者 (source [001])."""


class LogoField(PhotosField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        """A ``Picture``, or None."""
        pictures = super().clean(data, initial)
        if len(pictures) > 1:
            raise forms.ValidationError(_("只要一张"))
        return pictures[0] if pictures else None


class LinesField(forms.CharField):
    """People, one a line: a name and perhaps a telephone number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        """Pairs of name and number."""
        people = []
        for line in super().clean(value).splitlines():
            name, _space, phone = " ".join(line.split()).partition(" ")
            if name:
                people.append((name[:40], clean_phone(phone)))
        return people


def number_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("数"), min_value=0, max_value=10**9)


class EvidenceForm(BeginForm):
    """Asks what its step asks. The address, or the body, names incubation and step."""

    incubation = NumberChoice(Incubation.objects.none(), label=_("组织"))
    step = forms.ModelChoiceField(Step.objects.none(), label=_("哪一步"), to_field_name="position", empty_label=None)
    text = forms.CharField(label=_("做了什么"), max_length=3000, widget=LONG)
    number_1, number_2, number_3, number_4 = (number_field() for _position in range(MOST_NUMBERS))
    leaders = LinesField(label=_("带头人（每行一人：姓名 手机号；最多两人，第一位是负责人）"))
    council = LinesField(label=_("当选理事（每行一人：姓名 手机号）"))
    supervisors = LinesField(label=_("当选监事（每行一人：姓名 手机号）"), required=False)
    name = forms.CharField(label=_("组织名称"), max_length=80)
    logo = LogoField(label=_("标识"), required=False)
    photos = PhotosField(label=_("照片"), required=False)
    document = DocumentField(label=_("文件（PDF 或照片）"), required=False)

    def adapt(self) -> None:
        mine = choices.own_incubations(self.actor)
        values = self.data or self.initial
        incubation = mine.filter(number=values.get("incubation")).first() or mine.first()
        offer_rows(self, "incubation", mine)
        step = self._offer_steps(incubation, str(values.get("step") or ""))
        self._ask(step)

    def _offer_steps(self, incubation: Incubation | None, position: str) -> Step | None:
        """A page shows the one that it was opened for. Those of other stages are refused with the reason."""
        if incubation is None:
            return None
        self.initial.setdefault("incubation", incubation.number)
        self.initial.setdefault("step", incubation.step.position)
        steps = Step.objects.on(incubation.began_on)
        offer_rows(self, "step", steps)
        chosen = steps.filter(position=position).first() if position.isdecimal() else incubation.step
        if chosen is not None:
            self.fields["step"].widget.choices = [(chosen.position, str(chosen))]
            self.fields["text"].help_text = chosen.asks
            if chosen.special == Special.COUNCIL:
                self.initial.setdefault("name", incubation.organisation.name)
        return chosen

    def _ask(self, step: Step | None) -> None:
        labels = list(step.numbers) if step else []
        for position, name in enumerate(NUMBERS):
            if position < len(labels):
                self.fields[name].label = labels[position]
            else:
                del self.fields[name]
        for special, names in ASKED.items():
            if step is None or step.special != special:
                for name in names:
                    del self.fields[name]

    def clean_leaders(self) -> Any:
        leaders = self.cleaned_data["leaders"]
        if len(leaders) > MOST_LEADERS:
            raise forms.ValidationError(_("最多填两位带头人"))
        return leaders

    def payload(self) -> Sent:
        values = self.cleaned_data
        step: Step = values["step"]
        return Sent(
            incubation=values["incubation"],
            step=step,
            text=values["text"],
            numbers={label: values[name] for label, name in zip(step.numbers, NUMBERS, strict=False) if name in values},
            photos=values["photos"],
            document=values["document"],
            people=[
                *_chosen(values.get("leaders"), MemberRole.LEADER, MemberRole.DEPUTY),
                *_chosen(values.get("council"), MemberRole.COUNCIL),
                *_chosen(values.get("supervisors"), MemberRole.SUPERVISOR),
            ],
            name=values.get("name", ""),
            logo=values.get("logo"),
        )


def _chosen(people: Any, first: str, others: str = "") -> list[Chosen]:
    return [
        Chosen(others if others and position else first, name, phone)
        for position, (name, phone) in enumerate(people or [])
    ]
