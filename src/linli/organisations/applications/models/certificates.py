"""The certificate of filing, which anybody can verify."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.organisations.applications.models.applications import Application
from linli.organisations.registry.models import Organisation


class Certificate(models.Model):
    """Given with a filing. It stays when it is revoked: who holds the paper must be able to find out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="certificate")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(_("备案编号"), max_length=40, unique=True)
    code = models.CharField(_("验证码"), max_length=16, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    """As it was called then."""
    issued_on = models.DateField(_("备案日期"))
    revoked_on = models.DateField(_("撤销日期"), null=True)
    revoked_reason = models.TextField(_("撤销原因（对外公开）"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_reason="") | (Q(revoked_on__isnull=False) & ~Q(revoked_reason="")),
                name="applications_revoked",
            )
        ]

    def __str__(self) -> str:
        return self.number
