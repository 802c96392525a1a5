"""What is filled in about the legal backbone of a community."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.events.disputes.models import LegalPost
from linli.events.disputes.states import LegalRole
from linli.people.models import User
from linli.places.models import Place


class LegalPostForm(forms.Form):
    role = forms.ChoiceField(label=_("身份"), choices=LegalRole.choices)
    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(
        label=_("登录名"),
        max_length=40,
        required=False,
        help_text=_("能登录的才能主持调解；没有就留空。"),
    )
    is_public = forms.BooleanField(label=_("对外公布姓名"), required=False)
    valid_from = forms.DateField(label=_("自"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_username(self) -> User | None:
        text = self.cleaned_data["username"].strip().lower()
        if not text:
            return None
        user = User.objects.filter(username=text, is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("没有这个用户"))
        return user

    def post_at(self, place: Place) -> LegalPost:
        values: dict[str, Any] = dict(self.cleaned_data)
        return LegalPost(place=place, user=values.pop("username"), **values)
