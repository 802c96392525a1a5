"""What people fill in about an organisation. Parses and validates; decides nothing."""

from collections.abc import Mapping

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import BeginForm, ChoiceOf, MoveForm
from linli.kernel.files import Pdf
from linli.kernel.inputs import DAY, Boxes, DocumentField, ModelsField, not_ahead, not_past
from linli.organisations.registry.actions import Charter, Edit, Filed, Joining, Left, Listing, Registered
from linli.organisations.registry.activities import ActivityReport
from linli.organisations.registry.codes import code_of
from linli.organisations.registry.empowering import Empowered, Withdrawn, representatives_of
from linli.organisations.registry.models import Organisation, OrganisationQuerySet, WorkField
from linli.organisations.registry.policies import FINDING
from linli.organisations.registry.states import REGISTERED_KINDS, SOCIAL_KINDS, OrganisationKind, OrganisationRole
from linli.people.inputs import PlaceField
from linli.people.models import Post, User
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.pins import PinForm

PROFILE = ("summary", "founded_on", "address", "premises", "phone", "website")
"""What an organisation says of itself."""


class ProfileForm(forms.Form):
    """What everybody may read of it."""

    summary = forms.CharField(
        label=_("做什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fields_of_work = ModelsField(
        WorkField.objects.filter(is_active=True), label=_("领域"), widget=Boxes, required=False
    )
    founded_on = forms.DateField(label=_("成立日期"), required=False, widget=DAY)
    address = forms.CharField(label=_("办公地址"), max_length=120, required=False)
    premises = forms.CharField(label=_("办公场所"), max_length=200, required=False)
    phone = forms.CharField(label=_("公开电话"), max_length=20, required=False)
    website = forms.URLField(label=_("网站"), required=False, assume_scheme="https")

    def profile(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in PROFILE}


class ListingForm(BeginForm, ProfileForm):
    """A group that already serves, or an organisation that is here: found, whatever it is by law."""

    name = forms.CharField(label=_("名称"), max_length=80)
    place = PlaceField(roles=FINDING, label=_("地点"))
    legal_kind = forms.ChoiceField(label=_("类别"), choices=OrganisationKind.choices, initial=OrganisationKind.GROUP)
    role = forms.ChoiceField(label=_("作用"), choices=OrganisationRole.choices, initial=OrganisationRole.FUNCTIONAL)
    is_social_work_agency = forms.BooleanField(label=_("社工机构"), required=False)
    field_order = ["name", "place", "legal_kind", "role", "is_social_work_agency", "fields_of_work", "summary"]

    def payload(self) -> Listing:
        values = self.cleaned_data
        named = {name: values[name] for name in ("name", "legal_kind", "role", "is_social_work_agency")}
        return Listing(values["place"], named | self.profile(), values["fields_of_work"])


class EditForm(PinForm, MoveForm, ProfileForm):
    """What it says of itself, and where it is."""

    record: Organisation
    POINT = ("lat", "lon")

    def known(self) -> Mapping[str, object]:
        found = self.record
        now = {name: getattr(found, name) for name in (*PROFILE, *self.POINT)}
        return {**now, "fields_of_work": found.fields.all()}

    def payload(self) -> Edit:
        point = {name: self.cleaned_data[name] for name in self.POINT}
        return Edit(self.profile() | point, self.cleaned_data["fields_of_work"])


class CorrectForm(MoveForm):
    """What the office keeps of it."""

    name = forms.CharField(label=_("名称"), max_length=80)
    legal_kind = forms.ChoiceField(label=_("类别"), choices=OrganisationKind.choices)
    role = forms.ChoiceField(label=_("作用"), choices=OrganisationRole.choices)
    is_social_work_agency = forms.BooleanField(label=_("社工机构"), required=False)
    has_charter = forms.BooleanField(label=_("有章程"), required=False)
    has_seal = forms.BooleanField(label=_("有印章"), required=False)
    account = forms.CharField(label=_("银行账号"), max_length=40, required=False)
    COLUMNS = ("name", "legal_kind", "role", "is_social_work_agency", "has_charter", "has_seal", "account")

    def known(self) -> Mapping[str, object]:
        return {name: getattr(self.record, name) for name in self.COLUMNS}

    def payload(self) -> Edit:
        values = {name: self.cleaned_data[name] for name in self.COLUMNS}
        return Edit(values | {"account": values["account"] or None})


class FiledForm(MoveForm):
    """A filing from before, or from elsewhere."""

    makes = Filed
    record: Organisation

    number = forms.CharField(label=_("备案编号"), max_length=40)
    on = forms.DateField(label=_("备案日期"), widget=DAY, validators=[not_ahead])

    def clean(self) -> dict[str, object] | None:
        if self.record.legal_kind not in SOCIAL_KINDS:
            raise forms.ValidationError(_("只有社会组织才备案"))
        return super().clean()


class DecisionForm(MoveForm):
    """What the authority decided."""

    makes = Registered

    code = forms.CharField(label=_("统一社会信用代码"), max_length=30)
    authority = forms.CharField(label=_("登记机关"), max_length=80)
    certificate_number = forms.CharField(label=_("登记证书编号"), max_length=40, required=False)
    on = forms.DateField(label=_("登记日期"), widget=DAY, validators=[not_ahead])

    def clean_code(self) -> str | None:
        return code_of(self.cleaned_data["code"])


class RegisteredForm(DecisionForm):
    """A registration from before, or from elsewhere. A group becomes something else by it."""

    record: Organisation

    legal_kind = forms.ChoiceField(label=_("登记为"), choices=[(kind, kind.label) for kind in REGISTERED_KINDS])
    field_order = ["legal_kind"]

    def adapt(self) -> None:
        if self.record.legal_kind != OrganisationKind.GROUP:
            del self.fields["legal_kind"]


class LeftForm(MoveForm):
    reason = forms.CharField(label=_("退出原因（对外公开）"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def payload(self) -> Left:
        return Left(self.cleaned_data["reason"], timezone.localdate())


class CharterForm(MoveForm):
    makes = Charter

    document = DocumentField(
        label=_("章程（PDF）"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("代替以前的章程。"),
    )

    def clean_document(self) -> Pdf:
        found = self.cleaned_data["document"]
        if not isinstance(found, Pdf):
            raise forms.ValidationError(_("章程要 PDF 文件"))
        return found


def hubs_for(organisation: Organisation) -> OrganisationQuerySet:
    """Those of its district, but for itself."""
    district = organisation.path[: CODE_LENGTHS[Level.DISTRICT]]
    return Organisation.objects.hubs().inside(district).exclude(pk=organisation.pk).order_by("name")


class HubForm(MoveForm):
    makes = Joining
    record: Organisation

    hub = ChoiceOf(
        lambda form: hubs_for(form.record),
        Organisation,
        named=lambda hub: hub.name,
        label=_("所属枢纽"),
        required=False,
        empty_label=_("无"),
    )

    def known(self) -> Mapping[str, object]:
        return {"hub": self.record.hub_id}


class EmpowerForm(MoveForm):
    username = forms.CharField(label=_("登录名"), max_length=40, help_text=_("此人须已有登录用户，由安全管理员新建。"))
    until = forms.DateField(label=_("到哪一天"), required=False, widget=DAY, validators=[not_past])

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"].strip(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("没有这个登录名"))
        return user

    def payload(self) -> Empowered:
        return Empowered(self.cleaned_data["username"], self.cleaned_data["until"])


class WithdrawForm(MoveForm):
    makes = Withdrawn

    post = ChoiceOf(
        lambda form: representatives_of(form.record),
        Post,
        named=lambda post: post.user.name,
        label=_("谁不再代表"),
        empty_label=_("请选择"),
    )


class ActivityForm(MoveForm):
    makes = ActivityReport

    day = forms.DateField(label=_("日期"), widget=DAY, validators=[not_ahead])
    what = forms.CharField(label=_("做了什么"), max_length=200)
    people = forms.IntegerField(label=_("多少人参加"), min_value=0, max_value=100_000, initial=0)
