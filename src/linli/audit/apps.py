from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "linli.audit"

    def ready(self) -> None:
        from linli.audit.policies import can_audit
        from linli.audit.sealing import seal
        from linli.audit.verification import verify
        from linli.kernel.registry import MenuItem, Periodic, menu, periodic, verifications

        menu.add("audit", MenuItem(_("审计记录"), "audit_trail", can_audit, position=70))
        periodic.add("audit.seal", Periodic(timedelta(seconds=10), seal))
        verifications.add("audit", verify)
