"""``./linli worker``: the background process. Several may run; each may be stopped at any time."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from linli.inbox.ticker import run_forever


class Command(BaseCommand):
    help = "Run periodic work: warnings, escalations, mail, sealing of the audit trail."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_forever(stop)
