"""Who may have what: by place, field and standing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.organisations.ratings.standing import RATING, STAR, Standing, standings_of
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC, SOCIAL_KINDS, OrganisationState
from linli.organisations.support.models import SupportScheme


@dataclass(frozen=True)
class Chance:
    """A scheme, and why this organisation may not have it; empty where it may."""

    scheme: SupportScheme
    why_not: str


def chances_of(organisation: Organisation, day: datetime.date | None = None) -> list[Chance]:
    """All schemes of the organisation's places, those it may have first. Three queries."""
    schemes = SupportScheme.objects.at(organisation.path, day or timezone.localdate()).for_list().order_by("name")
    standing = standings_of([organisation.pk]).get(organisation.pk)
    fields = {field.pk for field in organisation.fields.all()}
    found = [Chance(scheme, why_not(organisation, scheme, standing, fields)) for scheme in schemes]
    return sorted(found, key=lambda chance: bool(chance.why_not))


def why_not(
    organisation: Organisation, scheme: SupportScheme, standing: Standing | None, fields: Iterable[object]
) -> str:
    """In words for its people; nothing is said of a standing that expired."""
    if organisation.legal_kind not in SOCIAL_KINDS or organisation.state not in PUBLIC:
        return _("只给已备案或登记的社会组织")
    if scheme.field_id and scheme.field_id not in set(fields):
        return _("只给“%(field)s”领域") % {"field": scheme.field}
    is_registered = organisation.state == OrganisationState.REGISTERED
    least = scheme.least_grade if is_registered else scheme.least_stars
    kind = RATING if is_registered else STAR
    level = standing.level if standing and standing.kind == kind else 0
    if level < least:
        return (_("要求 %(least)sA 以上") if is_registered else _("要求 %(least)s 星以上")) % {"least": least}
    return ""
