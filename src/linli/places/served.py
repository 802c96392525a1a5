"""The district that this installation serves: one district is one cell."""

from django.conf import settings

from linli.places.levels import Level
from linli.places.models import Place


def served_district() -> Place | None:
    """The district named in the settings; where none is named, the only one there is. One query."""
    districts = Place.objects.filter(level=Level.DISTRICT).select_related("parent")
    if settings.DISTRICT:
        return districts.filter(code=settings.DISTRICT).first()
    found = list(districts[:2])
    return found[0] if len(found) == 1 else None
