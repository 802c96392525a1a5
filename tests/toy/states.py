"""The states of a loan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LoanState(TextChoices):
    WANTED = "wanted", _("想借")
    LENT = "lent", _("已借出")
    RETURNED = "returned", _("已归还")
    DECLINED = "declined", _("没有借成")
