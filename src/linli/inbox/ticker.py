"""The ticker: starts what is periodic, in whichever worker comes first.

A worker takes a job by a lease. If it is killed, the lease runs out and another worker takes the job:
that is all reclaiming there is, since every job is idempotent and does its work in small transactions.
"""

import logging
import os
import socket
import threading
import time
import traceback
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from linli.inbox.models import Job
from linli.kernel.registry import periodic

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
PAUSE_SECONDS = 1.0


def register_jobs() -> None:
    """A row for each registered job; rows of jobs that are no more are dropped."""
    now = timezone.now()
    names = [name for name, _ in periodic]
    Job.objects.bulk_create([Job(name=name, next_at=now) for name in names], ignore_conflicts=True)
    Job.objects.exclude(name__in=names).delete()


def run_forever(stop: threading.Event) -> None:
    """Run due jobs until ``stop`` is set; a database that is away for a while is waited for."""
    worker = f"{socket.gethostname()}:{os.getpid()}"
    is_registered = False
    while not stop.is_set():
        close_old_connections()
        try:
            if not is_registered:
                register_jobs()
                is_registered = True
            while not stop.is_set() and run_one(worker):
                pass
        except Exception:
            log.exception("ticker")
        stop.wait(PAUSE_SECONDS)


def run_one(worker: str) -> bool:
    """Take one due job and run it; False when none is due. A job that fails is tried again at its next time."""
    job = _claim(worker)
    if job is None:
        return False
    work, started = periodic[job.name], time.monotonic()
    try:
        done = work.run()
        job.error = ""
        if done:
            log.info("%s: %s in %.2f s", job.name, done, time.monotonic() - started)
    except Exception:
        job.error = traceback.format_exc(limit=-3)
        log.exception("%s failed", job.name)
    job.next_at = timezone.now() + work.every
    # Only who still has the lease gives it back: a slow worker must not end its successor's.
    Job.objects.filter(name=job.name, worker=worker, lease_until=job.lease_until).update(
        next_at=job.next_at, lease_until=None, finished_at=timezone.now(), error=job.error
    )
    return True


@transaction.atomic
def _claim(worker: str) -> Job | None:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    job = Job.objects.select_for_update(skip_locked=True).filter(free, next_at__lte=now).order_by("next_at").first()
    if job is None:
        return None
    job.worker, job.lease_until = worker, now + LEASE
    job.save(update_fields=["worker", "lease_until"])
    return job


def last_seen() -> timedelta | None:
    """How long ago a worker finished anything; None when none ever did."""
    latest = Job.objects.exclude(finished_at=None).order_by("-finished_at").first()
    return timezone.now() - latest.finished_at if latest and latest.finished_at else None
