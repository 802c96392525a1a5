"""Words of form errors that say what to do, in place of Django's that say what is wrong."""

from django import forms
from django.forms.fields import Field
from django.utils.translation import gettext_lazy as _


def use_plain_words() -> None:
    """Called once when the site starts; a field's own ``error_messages`` still win."""
    Field.default_error_messages["required"] = _("请填写这一项。")
    for chooser in (forms.ChoiceField, forms.MultipleChoiceField):
        chooser.default_error_messages["required"] = _("请选一项。")
    forms.ChoiceField.default_error_messages["invalid_choice"] = _("没有这一项，请从列表里选。")
    forms.FileField.default_error_messages["required"] = _("请选一个文件。")
    forms.IntegerField.default_error_messages["invalid"] = _("请填一个整数。")
    forms.DateField.default_error_messages["invalid"] = _("请填一个日期，例如2026-11-20。")
    forms.DateTimeField.default_error_messages["invalid"] = _("请填日期和时间，例如2026-11-20 21:10。")
    forms.EmailField.default_error_messages = {"invalid": _("邮箱地址不完整，请检查。")}
