"""Where an order belongs: by its point, the community it names, or its address."""

from linli.events.core.addresses import community_in, spoken_name
from linli.events.core.intake import located
from linli.events.core.models import Event
from linli.events.hotline.contents import OrderContent
from linli.events.hotline.models import OrderSource, PlacedBy
from linli.places.coordinates import to_wgs84
from linli.places.levels import Level
from linli.places.models import Place


class Gazetteer:
    """The communities of a source's place: looked up once for however many orders."""

    def __init__(self, source: OrderSource) -> None:
        self.source = source
        found = Place.objects.standing().inside(source.place.code).filter(level=Level.COMMUNITY)
        self.communities = list(found)

    def place(self, content: OrderContent) -> tuple[Event, PlacedBy]:
        """An unsaved event where the order belongs, and what told us. With nothing to go by the source's place has it.

        A point outside of all grids is kept, and the words decide.
        """
        named, by = self._named(content)
        lat, lon = content.lat, content.lon
        if lat is None or lon is None:
            return located(None, None, named or self.source.place), by
        event = located(*to_wgs84(self.source.coordinates, lat, lon), named or self.source.place)
        return event, by if event.is_outside else PlacedBy.POINT

    def _named(self, content: OrderContent) -> tuple[Place | None, PlacedBy]:
        if place := self._called(content.community):
            return place, PlacedBy.NAME
        if place := community_in(content.address, self.communities):
            return place, PlacedBy.ADDRESS
        return None, PlacedBy.NOTHING

    def _called(self, name: str) -> Place | None:
        """By code, by its name, or as people call it; two of one name are none."""
        if not name:
            return None
        found = [
            place
            for place in self.communities
            if name in (place.code, place.name, place.short_name, spoken_name(place))
        ]
        return found[0] if len(found) == 1 else community_in(name, self.communities)
