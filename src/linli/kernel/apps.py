from datetime import timedelta

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "linli.kernel"

    def ready(self) -> None:
        from linli.kernel import files, former, throttle  # noqa: F401  # the check registers itself
        from linli.kernel.registry import Periodic, periodic, verifications

        periodic.add("kernel.forget_throttles", Periodic(timedelta(hours=1), throttle.forget_old))
        verifications.add("kernel.files", files.verify)
