"""What can be done to rules."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import Actor
from linli.kernel.problems import Invalid
from linli.places import rules
from linli.places.models import Place, RuleOverride


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
