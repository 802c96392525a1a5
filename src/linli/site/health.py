"""Can this installation do its work? For load balancers, containers and whoever is on call."""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.audit.verification import unsealed_tail
from linli.inbox.ticker import last_seen

WORKER_LATE = timedelta(minutes=2)
TAIL_LATE = timedelta(minutes=10)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """503 when pages cannot be served; 200 with ``late`` when only work in the background lags.

    A lagging worker must not make a load balancer take the web processes away, but a monitor should call somebody.
    """
    try:
        if missing := unapplied():
            return JsonResponse({"status": "down", "migrations_missing": missing}, status=503)
        seen, tail = last_seen(), unsealed_tail()
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "does not answer"}, status=503)
    is_late = seen is None or seen > WORKER_LATE or tail.age > TAIL_LATE
    return JsonResponse(
        {
            "status": "late" if is_late else "ok",
            "worker_seen_seconds_ago": None if seen is None else round(seen.total_seconds()),
            "audit_unsealed": tail.count,
            "audit_unsealed_seconds": round(tail.age.total_seconds()),
        }
    )


def unapplied() -> list[str]:
    """The newest migrations of apps that the database does not have yet."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in _newest() if (app, name) not in applied]


@cache
def _newest() -> tuple[tuple[str, str], ...]:
    return tuple(MigrationLoader(None).graph.leaf_nodes())
