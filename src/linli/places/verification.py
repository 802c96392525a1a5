"""What ``./linli verify`` says about the tree, the records in it and the rules."""

from django.apps import apps
from django.db import connection
from django.db.models import F

from linli.places.models import RuleOverride
from linli.places.placed import Placed
from linli.places.rules import declared
from linli.places.tree_guard import parent_code_sql

SHOWN = 5


def verify() -> list[str]:
    """The faults found, each with the first few places or records it is about."""
    return [*_displaced_places(), *_displaced_records(), *_unreadable_rules()]


def _displaced_places() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.code, parent.code FROM places_place child JOIN places_place parent "
            f"ON parent.id = child.parent_id WHERE parent.code <> {parent_code_sql('child.code')} "
            f"ORDER BY child.code LIMIT {SHOWN}"
        )
        return [f"place {code} hangs below {parent}" for code, parent in cursor.fetchall()]


def _displaced_records() -> list[str]:
    faults = []
    for model in apps.get_models():
        if issubclass(model, Placed):
            rows = model._default_manager.exclude(path=F("place__code")).order_by("pk")
            found = rows.values_list("pk", "path", "place__code")[:SHOWN]
            faults += [f"{model._meta.label} {pk} has path {path}, its place {code}" for pk, path, code in found]
    return faults


def _unreadable_rules() -> list[str]:
    known = dict(declared)
    faults = []
    for override in RuleOverride.objects.order_by("pk").select_related("place"):
        where = f"rule {override.rule} at {override.place.code} from {override.valid_from}"
        if override.rule not in known:
            faults.append(f"{where}: no such rule")
            continue
        try:
            known[override.rule].kind.parse(override.value)
        except ValueError:
            faults.append(f"{where}: cannot read {override.value!r}")
    return faults
