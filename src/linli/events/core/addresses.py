"""Which community an address speaks of."""

from collections.abc import Iterable

from linli.places.models import Place


def community_in(address: str, communities: Iterable[Place]) -> Place | None:
    """The community that the address names, the longest name first.

    None where it names none, or two of one name: the district's desk then finds out where it belongs.
    """
    named = [(len(name), place) for place in communities if len(name := spoken_name(place)) > 1 and name in address]
    longest = [place for length, place in named if length == max(length for length, _place in named)]
    return longest[0] if len(longest) == 1 else None


def spoken_name(place: Place) -> str:
    return place.short_name.removesuffix("社区")
