"""What can be done to places and rules."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.places import boundaries, rules
from linli.places.imports import merge
from linli.places.invention import invent_boundaries, invent_grids
from linli.places.levels import CODE_LENGTHS, Level
from linli.places.models import Place, RuleOverride
from linli.places.reading import Row


def set_rule(
    rule: rules.Rule[Any],
    place: Place,
    *,
    value: str,
    valid_from: date,
    source: str,
    subject: str = "",
    actor: Actor,
    on_behalf_of: uuid.UUID | None = None,
) -> RuleOverride:
    """Let ``rule`` be ``value`` (as typed) at ``place`` and within it from a day on.

    Setting it for the same place, subject and day once more replaces the value; the trail keeps both.
    Raises Invalid by the field.
    """
    if subject and not rule.is_per_subject:
        raise Invalid(errors={"subject": [_("这条规则不分对象，请留空。")]})
    if not source.strip():
        raise Invalid(errors={"source": [_("请写明依据，例如文件名称和文号。")]})
    try:
        text = rule.kind.show(rule.kind.parse(value))
    except ValueError as error:
        raise Invalid(errors={"value": [str(error)]}) from error
    with transaction.atomic():
        override, is_new = RuleOverride.objects.select_for_update().get_or_create(
            rule=rule.name,
            place=place,
            subject=subject,
            valid_from=valid_from,
            defaults={"value": text, "source": source.strip(), "set_by": actor.id},
        )
        before = "" if is_new else override.value
        if not is_new:
            override.value, override.source, override.set_by = text, source.strip(), actor.id
            override.save(update_fields=["value", "source", "set_by"])
        _record("rule.set", override, before=before, actor=actor, on_behalf_of=on_behalf_of)
        rules.overrides.touch()
    return override


def withdraw_rule(override: RuleOverride, *, actor: Actor, on_behalf_of: uuid.UUID | None = None) -> None:
    """Take an override away, as if it had never been; the trail keeps it."""
    with transaction.atomic():
        _record("rule.withdraw", override, before=override.value, actor=actor, on_behalf_of=on_behalf_of)
        override.delete()
        rules.overrides.touch()


def _record(action: str, override: RuleOverride, *, before: str, actor: Actor, on_behalf_of: uuid.UUID | None) -> None:
    trail.record(
        action,
        actor=actor,
        on_behalf_of=on_behalf_of,
        subject_kind="rule",
        subject_id=override.pk,
        detail={
            "rule": override.rule,
            "place": override.place.code,
            "subject": override.subject,
            "value": override.value,
            "before": before,
            "valid_from": override.valid_from.isoformat(),
            "source": override.source,
        },
    )


def invent_district(district: Place, *, grids: int, seed: int, actor: Actor) -> boundaries.Report:
    """Give the district's communities ``grids`` grids and all of them boundaries, all invented and marked so.

    The same seed once more changes nothing.
    """
    report = boundaries.Report()
    with transaction.atomic():
        names = dict(Place.objects.inside(district.code).values_list("code", "name"))
        communities = {code: name for code, name in names.items() if len(code) == CODE_LENGTHS[Level.COMMUNITY]}
        invented = invent_grids(communities, count=grids, seed=seed)
        merge([Row(grid.code, Level.GRID, grid.name, 0) for grid in invented])
        drawn = {code: name for code, name in names.items() if len(code) <= CODE_LENGTHS[Level.COMMUNITY]}
        shapes = invent_boundaries(drawn | {grid.code: grid.name for grid in invented}, seed=seed)
        places = {place.code: place for place in Place.objects.inside(district.code).filter(code__in=list(shapes))}
        boundaries.save(
            {places[code]: shape for code, shape in shapes.items()},
            on=timezone.localdate(),
            report=report,
            actor=actor,
            source="invented",
            is_invented=True,
        )
    return report
