"""What the system administrator fills in about a webhook. Whether the address leads out of here, the action says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.registry import record_kinds
from linli.people.fields import PlaceField
from linli.people.forms import SuggestingForm


class WebhookForm(SuggestingForm):
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：市平台"))
    url = forms.CharField(
        label=_("接收地址"),
        max_length=500,
        help_text=_("以 https:// 开头，须在公网上。每次流转都向它发送编号、动作和状态，不含个人信息。"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("发送哪些"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一项")},
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, kind.title) for name, kind in record_kinds if kind.is_told_outside]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [name for name, _title in kinds]
        self.fields["place"] = PlaceField(codes, label=_("地点"), help_text=_("代码或名称；包括它下面的地点"))
        self.order_fields(["name", "url", "place", "kinds", "is_active"])


class EditWebhookForm(WebhookForm):
    is_active = forms.BooleanField(
        label=pgettext_lazy("webhook", "启用"), required=False, help_text=_("不选：不再发送，还在等待的也不发了")
    )
