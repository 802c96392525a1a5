"""What people fill in about the people of an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.flow.forms import MoveForm
from linli.kernel.inputs import DAY, ModelField, not_ahead, offer_rows
from linli.organisations.registry.members.actions import Changed, Gone, Joined
from linli.organisations.registry.models import Member, Organisation
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


class MemberChoice(ModelField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.masked_name} {obj.get_role_display()}"


class OneMemberForm(MoveForm):
    record: Organisation

    member = MemberChoice(Member.objects.none(), label=_("哪一位"), empty_label=_("请选择"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "member", Member.objects.filter(organisation=self.record, left_on=None))


class EditMemberForm(OneMemberForm):
    role = forms.ChoiceField(label=_("身份"), choices=MemberRole.choices)
    name = forms.CharField(label=_("新的姓名"), max_length=40, required=False, help_text=_("空着就是不改。"))
    phone = forms.CharField(label=_("新的手机号"), max_length=20, required=False, help_text=_("空着就是不改。"))
    is_party_member = forms.BooleanField(label=_("党员"), required=False)

    def adapt(self) -> None:
        """The one that the link names comes with what is known of them."""
        named = str(self.initial.get("member"))
        members = Member.objects.filter(organisation=self.record, left_on=None)
        for one in members if not self.is_bound else ():
            if str(one.pk) == named:
                self.initial = {"role": one.role, "is_party_member": one.is_party_member, **self.initial}

    def payload(self) -> Changed:
        values = self.cleaned_data
        changed = {name: values[name] for name in ("role", "is_party_member")}
        return Changed(values["member"], changed | {n: values[n] for n in ("name", "phone") if values[n]})


class MemberLeftForm(OneMemberForm):
    on = forms.DateField(label=_("离开日期"), widget=DAY, validators=[not_ahead])

    def payload(self) -> Gone:
        return Gone(self.cleaned_data["member"], self.cleaned_data["on"])
