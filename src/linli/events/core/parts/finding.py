"""A part by its number, whatever its kind."""

from linli.events.core.models import UnitPart
from linli.events.core.parts.actions import PARTS
from linli.people.actors import StaffActor


def find_part(number: str, actor: StaffActor) -> UnitPart | None:
    """The part with this number, if the actor sees its event."""
    kind = next((kind for kind in PARTS if number.startswith(f"{kind.prefix}-")), None)
    if kind is None:
        return None
    part: UnitPart | None = kind._default_manager.visible_to(actor).for_list().filter(number=number).first()
    return part
