"""Platforms entered and changed; each change on the trail."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from linli.audit import trail
from linli.events.hotline.models import OrderSource
from linli.kernel.problems import Invalid
from linli.people.actions.rights import Administrator, setting_up


@transaction.atomic
def save_source(source: OrderSource, values: Mapping[str, Any], *, actor: Administrator) -> OrderSource:
    """Take over ``values``. Invalid where the code or the account is another source's."""
    if not source._state.adding:
        setting_up(actor, source.place.code)
    for name, value in values.items():
        setattr(source, name, value)
    warrant = setting_up(actor, source.place.code)
    try:
        source.validate_unique()
    except ValidationError as error:
        raise Invalid(errors=error.message_dict) from error
    source.save()
    trail.record(
        "hotline.source",
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind="order_source",
        subject_id=source.pk,
        detail={
            "role": warrant.role,
            "code": source.code,
            "place": source.place.code,
            "user": str(source.user_id or ""),
            "categories": source.categories,
            "is_active": source.is_active,
        },
    )
    return source
