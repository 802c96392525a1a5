"""What has a time in working days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clocked(models.Model):
    """Something with a time in working days that can stand still (see ``onestop.clock``)."""

    days = models.PositiveSmallIntegerField(_("时限（工作日）"), default=0, editable=False)
    days_used = models.PositiveSmallIntegerField(_("已用（工作日）"), default=0, editable=False)
    """Up to when the clock last stopped."""
    running_since = models.DateField(null=True, editable=False)
    due_on = models.DateField(_("期限"), null=True, editable=False)
    is_in_time = models.BooleanField(_("按时"), null=True, editable=False)
    """None while it is open and was never late."""

    class Meta:
        abstract = True
