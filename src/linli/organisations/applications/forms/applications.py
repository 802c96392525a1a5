"""What people fill in about an application. Parses and validates; decides nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, MoveForm
from linli.kernel.inputs import DocumentField
from linli.organisations.applications import papers
from linli.organisations.applications.actions.applications import Applying, Filling, Revocation, SentPaper
from linli.organisations.applications.actions.deciding import Approval, AuthorityDecision, Refusal
from linli.organisations.applications.actions.opinions import Saying, Supply
from linli.organisations.applications.models import Application, Opinion, ServiceItem
from linli.organisations.applications.states import RECORDED, ApplicationState, Change, Outcome
from linli.organisations.registry.forms import DecisionForm
from linli.organisations.registry.models import Organisation

LONG = forms.Textarea(attrs={"rows": 4})
LONGEST_WANTED: Mapping[str | None, int] = {
    Change.NAME: 80,
    Change.ADDRESS: 120,
    Change.PREMISES: 200,
    Change.SUMMARY: 1000,
    Change.ACCOUNT: 40,
}


class ApplyForm(BeginForm):
    """For which organisation, and what. The rest is filled in on the draft's page."""

    makes = Applying

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("组织"), to_field_name="number", empty_label=_("请选择")
    )
    item = forms.ModelChoiceField(
        ServiceItem.objects.none(), label=_("事项"), to_field_name="code", empty_label=_("请选择")
    )
    again = forms.ModelChoiceField(
        Application.objects.none(), label=_("原申请"), to_field_name="number", required=False, widget=forms.HiddenInput
    )

    def adapt(self) -> None:
        number = self._given("organisation")
        reach = Organisation.objects.worked_on_by(self.actor)
        # Of an officer's thousand the one that the link names; somebody who acts for one sees their own.
        own = reach.filter(number=number) if number else reach.filter(unit__in=self.actor.unit_ids)
        fields: Any = self.fields
        fields["organisation"].queryset = own
        fields["organisation"].label_from_instance = lambda organisation: organisation.name
        fields["item"].queryset = ServiceItem.objects.on(timezone.localdate()).exclude(outcome=Outcome.REPORT)
        fields["again"].queryset = Application.objects.filter(
            organisation__in=reach, organisation__number=number, state=ApplicationState.REFUSED
        )
        found = own.first() if number else None
        if found is not None:
            fields["item"].queryset = offered(found)

    def _given(self, name: str) -> str:
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(value or "")


def offered(organisation: Organisation) -> Any:
    """The items that it may apply for today; annual reports are opened by themselves."""
    today = ServiceItem.objects.on(timezone.localdate()).exclude(outcome=Outcome.REPORT)
    return today.filter(pk__in=[item.pk for item in today if item.is_open_to(organisation)])


class FillForm(MoveForm):
    """The draft. It may be left half done: what must be there is asked when it is handed in."""

    record: Application

    statement = forms.CharField(label=_("申请说明"), max_length=4000, required=False, widget=LONG)
    wanted = forms.CharField(label=_("变更为"), max_length=1000, required=False)
    wanted_phone = forms.CharField(label=_("新负责人手机号"), max_length=20, required=False)

    def known(self) -> dict[str, object]:
        return {name: getattr(self.record, name) or "" for name in ("statement", "wanted", "wanted_phone")}

    def adapt(self) -> None:
        change = self.record.item.change
        if not change or change in RECORDED:
            del self.fields["wanted"]
        elif change in LONGEST_WANTED:
            self.fields["wanted"].label = _("%(what)s变更为") % {"what": Change(change).label}
        if change != Change.LEADER:
            del self.fields["wanted_phone"]
        else:
            self.fields["wanted"].label = _("新负责人姓名")

    def clean_wanted(self) -> str:
        wanted: str = self.cleaned_data["wanted"]
        longest = LONGEST_WANTED.get(self.record.item.change, 40)
        if len(wanted) > longest:
            raise forms.ValidationError(_("最多 %(longest)s 个字") % {"longest": longest})
        return wanted

    def payload(self) -> Filling:
        values = self.cleaned_data
        return Filling(values["statement"], values.get("wanted", ""), values.get("wanted_phone", ""))


class PaperField(forms.ChoiceField):
    """One of the papers of the application, or another."""

    def offer(self, form: MoveForm) -> None:
        about = form.record
        application = about.application if isinstance(about, Opinion) else about
        assert isinstance(application, Application)
        none = [] if self.required else [("", "—")]
        self.choices = [*none, *((name, name) for name in papers.names_of(application))]


class PaperForm(MoveForm):
    paper = PaperField(label=_("哪一份材料"))
    file = DocumentField(label=_("文件"), help_text=_("PDF 或照片，不超过 15 MB。再传一次就是新的一版，旧版留着。"))

    def payload(self) -> SentPaper:
        return SentPaper(self.cleaned_data["paper"], self.cleaned_data["file"])


class SayingForm(MoveForm):
    """``papers`` carries how many papers lay there when the page was opened."""

    record: Opinion

    words = forms.CharField(label=_("意见"), max_length=2000, required=False, widget=LONG)
    papers = forms.IntegerField(label=_("看到的材料份数"), required=False, min_value=0, widget=forms.HiddenInput)

    def known(self) -> dict[str, object]:
        count = self.record.application.papers.count()
        return {"papers": count}

    def payload(self) -> Saying:
        return Saying(self.cleaned_data["words"], self.cleaned_data["papers"])


class ObjectForm(SayingForm):
    words = forms.CharField(label=_("不同意的理由，和怎样改正"), max_length=2000, widget=LONG)


class QuestionForm(SayingForm):
    words = forms.CharField(label=_("请申请人补充什么"), max_length=2000, widget=LONG)


class SupplyForm(MoveForm):
    record: Opinion

    answer = forms.CharField(label=_("答复"), max_length=2000, widget=LONG)
    paper = PaperField(label=_("补交哪一份材料"), required=False)
    file = DocumentField(label=_("文件"), required=False, help_text=_("PDF 或照片，不超过 15 MB。"))

    def adapt(self) -> None:
        asked = self.record.questions.filter(answered_at=None).last()
        self.fields["answer"].help_text = asked.text if asked else ""

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if values.get("file") and not values.get("paper"):
            self.add_error("paper", _("请选择这是哪一份材料"))
        return values

    def payload(self) -> Supply:
        values = self.cleaned_data
        sent = SentPaper(values["paper"], values["file"]) if values["file"] else None
        return Supply(values["answer"], sent)


class DespiteForm(MoveForm):
    """Asks for the reason only where somebody is late with an opinion."""

    record: Application

    override_reason = forms.CharField(
        label=_("有部门逾期未答复，为什么先作决定"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def adapt(self) -> None:
        if not self.record.opinions.open().exists():
            del self.fields["override_reason"]

    @property
    def override_reason_given(self) -> str:
        return str(self.cleaned_data.get("override_reason", ""))


class ApproveForm(DespiteForm):
    def payload(self) -> Approval:
        return Approval(self.override_reason_given)


class AuthorityForm(DecisionForm, DespiteForm):
    certificate = DocumentField(label=_("登记证书（PDF 或照片）"), required=False)

    def payload(self) -> Any:
        return AuthorityDecision(super().payload(), self.cleaned_data["certificate"], self.override_reason_given)


class RefuseForm(DespiteForm):
    reasons = forms.CharField(label=_("不予通过的理由"), max_length=2000, widget=LONG)
    to_fix = forms.CharField(label=_("怎样改正后可以再申请"), max_length=2000, widget=LONG)
    field_order = ["reasons", "to_fix", "override_reason"]

    def payload(self) -> Refusal:
        return Refusal(self.cleaned_data["reasons"], self.cleaned_data["to_fix"], self.override_reason_given)


class RevokeForm(MoveForm):
    makes = Revocation

    reason = forms.CharField(label=_("撤销原因（对外公开）"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
