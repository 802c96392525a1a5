"""The states of imports, and what can be chosen there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportStage(TextChoices):
    """How far a file of past events has come."""

    NEW = "new", _("待对应栏目")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("待导入")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("未能读取")
