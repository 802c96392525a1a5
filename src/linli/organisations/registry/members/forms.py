"""What people fill in about the people of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import ChoiceOf, MoveForm
from linli.kernel.inputs import DAY, not_ahead
from linli.organisations.registry.members.actions import Changed, Gone, Joined
from linli.organisations.registry.models import Member
from linli.organisations.registry.states import MemberRole


class AddMemberForm(MoveForm):
    name = forms.CharField(label=_("姓名"), max_length=40)
    role = forms.ChoiceField(label=_("身份"), choices=MemberRole.choices, initial=MemberRole.MEMBER)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    is_party_member = forms.BooleanField(label=_("党员"), required=False)
    joined_on = forms.DateField(label=_("加入日期"), widget=DAY, validators=[not_ahead])

    def payload(self) -> Joined:
        values = self.cleaned_data
        return Joined(
            {name: values[name] for name in ("name", "role", "is_party_member", "joined_on")}
            | {"phone": values["phone"] or None}
        )


class OneMemberForm(MoveForm):
    member = ChoiceOf(
        lambda form: Member.objects.filter(organisation=form.record, left_on=None),
        Member,
        named=lambda member: f"{member.masked_name} {member.get_role_display()}",
        label=_("哪一位"),
        empty_label=_("请选择"),
    )


class EditMemberForm(OneMemberForm):
    """Which one is known already by the address that leads here."""

    role = forms.ChoiceField(label=_("身份"), choices=MemberRole.choices)
    name = forms.CharField(label=_("新的姓名"), max_length=40, required=False, help_text=_("空着就是不改。"))
    phone = forms.CharField(label=_("新的手机号"), max_length=20, required=False, help_text=_("空着就是不改。"))
    is_party_member = forms.BooleanField(label=_("党员"), required=False)

    def adapt(self) -> None:
        key = str(self.initial.get("member"))
        members = Member.objects.filter(organisation=self.record.pk, left_on=None)
        chosen = next((one for one in members if str(one.pk) == key), None)
        if chosen:
            self.initial = {"role": chosen.role, "is_party_member": chosen.is_party_member, **self.initial}

    def payload(self) -> Changed:
        values = self.cleaned_data
        changed = {name: values[name] for name in ("role", "is_party_member")}
        return Changed(values["member"], changed | {n: values[n] for n in ("name", "phone") if values[n]})


class MemberLeftForm(OneMemberForm):
    makes = Gone

    on = forms.DateField(label=_("离开日期"), widget=DAY, validators=[not_ahead])
