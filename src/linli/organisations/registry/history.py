"""What was changed of an organisation, from what to what: its part of the trail, by columns."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.audit.models import Entry
from linli.kernel.problems import Text
from linli.organisations.registry.models import Member, Organisation, Service
from linli.people.models import User

Kind = type[Organisation] | type[Service] | type[Member]
MODELS: dict[str, Kind] = {"organisation.edit_service": Service, "organisation.edit_member": Member}
MOST = 30
"""Lines on the page, the newest; the trail has them all."""


@dataclass(frozen=True)
class Change:
    at: datetime.datetime
    who: str
    about: str
    """Of which service."""
    column: Text
    before: Text
    after: Text
    is_undisclosed: bool
    """That it changed is known, not to what."""


def changes_of(organisation: Organisation) -> list[Change]:
    """The newest first. Two queries."""
    entries = [entry for entry in trail.of_subjects(organisation.pk) if entry.facts.get("changed")]
    names = dict(User.objects.filter(pk__in={entry.actor_id for entry in entries}).values_list("pk", "name"))
    lines = [line for entry in reversed(entries) for line in _lines(entry, names)]
    return lines[:MOST]


def _lines(entry: Entry, names: Mapping[uuid.UUID, str]) -> Iterator[Change]:
    who = names.get(entry.actor_id, "") if entry.actor_id else ""
    model: Kind = MODELS.get(entry.action, Organisation)
    for name, values in entry.facts["changed"].items():
        column, words = _column(model, name)
        before, after = (words.get(value, value) for value in values) if values else ("", "")
        yield Change(entry.at, who, entry.facts.get("name", ""), column, before, after, not values)


def _column(model: Kind, name: str) -> tuple[Text, dict[str, Text]]:
    """What it is called, and the words for its values."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name, {}
    words: dict[str, Text] = {"True": _("是"), "False": _("否")}
    words |= {str(value): label for value, label in getattr(field, "choices", None) or ()}
    return str(getattr(field, "verbose_name", name)), words
