from datetime import timedelta

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "linli.audit"

    def ready(self) -> None:
        from linli.audit.sealing import seal
        from linli.audit.verification import verify
        from linli.kernel.registry import Periodic, periodic, verifications

        periodic.add("audit.seal", Periodic(timedelta(seconds=10), seal))
        verifications.add("audit", verify)
