"""``./linli verify``: is everything that proves itself still sound?"""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linli.audit.verification import unsealed_tail
from linli.kernel.registry import verifications


class Command(BaseCommand):
    help = "Verify the audit chain, ledger sums and counters. Needs no encryption keys; exits 1 on any fault."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        faulty = 0
        for name, verify in verifications:
            began = time.monotonic()
            faults = verify()
            faulty += bool(faults)
            self.stdout.write(f"{'FAULT' if faults else 'ok   '} {name} ({time.monotonic() - began:.1f} s)")
            for fault in faults:
                self.stdout.write(f"      {fault}")
        tail = unsealed_tail()
        self.stdout.write(f"unsealed: {tail.count} entries, the oldest {tail.age.total_seconds():.0f} s old")
        if faulty:
            raise CommandError(f"{faulty} of {len(list(verifications))} verifications found faults")
