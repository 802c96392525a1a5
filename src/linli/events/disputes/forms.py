"""What people fill in about a dispute. Parses and validates; decides nothing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core.catalogue import catalogue
from linli.events.core.forms import LONGEST_TEXT
from linli.events.core.models import Category
from linli.events.core.payloads import Report
from linli.events.disputes.backbone import candidates
from linli.events.disputes.models import Dispute, MediationKind, Party, ReferralKind, Session
from linli.events.disputes.payloads import (
    Agreed,
    Appointment,
    Confirmed,
    Held,
    Mediators,
    NewParty,
    Referred,
    Removal,
    Searched,
    TakeUp,
)
from linli.events.disputes.states import DisputeChannel, SessionOutcome, Side
from linli.flow.forms import ChoiceOf, MoveForm
from linli.kernel.inputs import Boxes, ModelsField, offer_rows
from linli.kernel.phones import clean_phone
from linli.people.models import User
from linli.places.models import Place

LONG = forms.Textarea(attrs={"rows": 6})


class MediatorsForm(MoveForm):
    lead = forms.ModelChoiceField(
        User.objects.none(), label=_("主持调解的人"), empty_label=_("请选择"), error_messages={"required": _("请选择")}
    )
    others = ModelsField(User.objects.none(), label=_("一起调解的人"), required=False, widget=Boxes)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Those of the place: its legal backbone, and who works there."""
        super().__init__(*args, **kwargs)
        people = candidates(self.record.path)
        for name in ("lead", "others"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def mediators(self) -> Mediators:
        return Mediators(self.cleaned_data["lead"], self.cleaned_data["others"])

    def payload(self) -> object:
        return self.mediators()


class TakeUpForm(MediatorsForm):
    kind_of_mediation = forms.ModelChoiceField(
        MediationKind.objects.filter(is_active=True),
        label=_("调解类型"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择调解类型")},
    )
    field_order = ["kind_of_mediation", "lead", "others"]

    def payload(self) -> TakeUp:
        return TakeUp(self.cleaned_data["kind_of_mediation"], self.mediators())


class RecordForm(forms.Form):
    """A dispute that somebody came with, or that was found."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("地点"),
        to_field_name="code",
        empty_label=_("请选择"),
        error_messages={"required": _("请选择地点")},
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("哪一类纠纷"), to_field_name="code", empty_label=_("请选择")
    )
    channel = forms.ChoiceField(
        label=_("怎样来的"), choices=[one for one in DisputeChannel.choices if one[0] != DisputeChannel.REPORTED]
    )
    kind_of_mediation = forms.ModelChoiceField(
        MediationKind.objects.filter(is_active=True), label=_("调解类型"), empty_label=_("请选择")
    )
    text = forms.CharField(label=_("什么事"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    address = forms.CharField(label=_("在什么位置"), required=False, max_length=120)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = catalogue.get().offered.values()
        keys = [category.pk for category in offered if category.keeps_confidential]
        offer_rows(self, "place", places.order_by("code"))
        offer_rows(self, "category", Category.objects.filter(pk__in=keys))

    def report(self) -> Report:
        values = self.cleaned_data
        category = catalogue.get().offered[values["category"].code]
        return Report(category=category, text=values["text"], place=values["place"], address=values["address"])

    def taken_up_by(self, user: User) -> TakeUp:
        values = self.cleaned_data
        return TakeUp(values["kind_of_mediation"], Mediators(user), DisputeChannel(values["channel"]))


class PartyForm(MoveForm):
    side = forms.ChoiceField(label=_("哪一方"), choices=Side.choices)
    name = forms.CharField(label=_("姓名或名称"), max_length=60)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    particulars = forms.CharField(
        label=_("证件、住址等"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def payload(self) -> NewParty:
        values = self.cleaned_data
        return NewParty(Side(values["side"]), values["name"], values["phone"], values["particulars"])


class RemovalForm(MoveForm):
    makes = Removal

    party = ChoiceOf(
        lambda form: Party.objects.filter(dispute=form.record), Party, label=_("当事人"), widget=forms.HiddenInput
    )


class SessionForm(MoveForm):
    makes = Appointment

    starts_at = forms.DateTimeField(
        label=_("时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    where = forms.CharField(label=_("地点"), max_length=80)


class HoldForm(MoveForm):
    record: Session

    parties = ModelsField(
        Party.objects.none(), label=_("到场的当事人"), widget=Boxes, error_messages={"required": _("请选到场的当事人")}
    )
    mediators = ModelsField(User.objects.none(), label=_("到场的调解员"), widget=Boxes)
    outcome = forms.ChoiceField(label=_("结果"), choices=SessionOutcome.choices)
    said = forms.CharField(label=_("调解记录"), max_length=LONGEST_TEXT, widget=LONG)

    def adapt(self) -> None:
        dispute = self.record.dispute
        parties, mediators = self.fields["parties"], self.fields["mediators"]
        parties.queryset = Party.objects.filter(dispute=dispute)  # type: ignore[attr-defined]
        parties.label_from_instance = lambda party: party.masked  # type: ignore[attr-defined]
        mediators.queryset = dispute.all_mediators()  # type: ignore[attr-defined]

    def payload(self) -> Held:
        values = self.cleaned_data
        return Held(values["parties"], values["mediators"], values["said"], SessionOutcome(values["outcome"]))


class AgreementForm(MoveForm):
    makes = Agreed

    terms = forms.CharField(label=_("协议内容"), max_length=LONGEST_TEXT, widget=LONG)
    due_on = forms.DateField(
        label=_("履行期限"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_oral = forms.BooleanField(
        label=_("口头协议"),
        required=False,
        help_text=_("当事人认为不必制作协议书的，由调解员记录内容（人民调解法第二十八条）。"),
    )


class ReferralForm(MoveForm):
    makes = Referred

    to = forms.ModelChoiceField(
        ReferralKind.objects.filter(is_active=True),
        label=_("引导去向"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择引导去向")},
        help_text=_("调解自愿、免费，当事人随时可以向法院起诉（人民调解法第三条、第四条）。"),
    )


class ConfirmForm(MoveForm):
    makes = Confirmed

    on = forms.DateField(label=_("向法院申请的日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def adapt(self) -> None:
        self.fields["on"].initial = timezone.localdate()


class SearchForm(MoveForm):
    makes = Searched

    looked_at = forms.IntegerField(label=_("走访了多少处"), min_value=0, max_value=100_000)
    found = ModelsField(
        Dispute.objects.none(),
        label=_("发现了哪些纠纷"),
        required=False,
        widget=Boxes,
        help_text=_("先登记纠纷，来源选“排查发现”，再到这里勾选。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Those of the community that were found by searching and are not told of in another round."""
        super().__init__(*args, **kwargs)
        here = Dispute.objects.visible_to(self.actor).inside(self.record.path)
        found = here.filter(channel=DisputeChannel.SEARCHED, search=None)
        offer_rows(self, "found", found.select_related("event__category"))
        self.fields["found"].label_from_instance = lambda dispute: dispute.title  # type: ignore[attr-defined]
