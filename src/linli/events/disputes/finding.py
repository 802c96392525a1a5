"""A session or a visit by its number."""

from linli.events.disputes.actions import PARTS
from linli.events.disputes.models import DisputePart
from linli.people.actors import StaffActor


def find_part(number: str, actor: StaffActor) -> DisputePart | None:
    """The part with this number, if the actor sees its dispute."""
    kind = next((kind for kind in PARTS if number.startswith(f"{kind.prefix}-")), None)
    if kind is None:
        return None
    part: DisputePart | None = kind._default_manager.visible_to(actor).for_list().filter(number=number).first()
    return part
