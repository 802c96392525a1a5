"""What the pages on rules ask for. They parse; who may, and what a rule takes, is said elsewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.places.levels import Level, is_code
from linli.places.models import Place
from linli.places.rules import Rule


class RuleForm(forms.Form):
    place = forms.CharField(
        label=_("地点"),
        max_length=120,
        help_text=_("代码，或区县、街道、社区的名称；对它和它下面的地点都有效。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    subject = forms.CharField(
        label=_("对象"),
        max_length=80,
        required=False,
        help_text=_("只对某一类有效时填写它的代码；不填：对所有的有效。"),
    )
    value = forms.CharField(label=_("取值"), max_length=200)
    valid_from = forms.DateField(
        label=_("生效日"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号，或谁在何时决定。"))

    def __init__(self, *args: Any, rule: Rule[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = {"kind": rule.kind.title, "unit": rule.unit_of(rule.default), "default": rule.default_text}
        words = _("%(kind)s（%(unit)s），例如 %(default)s。") if rule.unit else _("%(kind)s，例如 %(default)s。")
        self.fields["value"].help_text = words % kind
        if not rule.is_per_subject:
            del self.fields["subject"]

    def clean_place(self) -> Place:
        text = str(self.cleaned_data["place"])
        standing = Place.objects.standing()
        by_name = standing.filter(name=text, level__in=[Level.CITY, Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY])
        found = list(standing.filter(code=text) if is_code(text) else by_name[:2])
        if not found:
            raise ValidationError(_("没有找到这个地点，请核对代码或名称。"))
        if len(found) > 1:
            raise ValidationError(_("有几个地点同名，请填写代码。"))
        return found[0]
