"""How an event comes in, whoever brings it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.events.core.actions import add_photos
from linli.events.core.desks import desk_of
from linli.events.core.flows import EVENT
from linli.events.core.models import Event, Reporter
from linli.events.core.payloads import Report
from linli.events.core.reporters import digest, new_secret
from linli.events.core.states import Channel, PhotoStage
from linli.kernel.actor import Actor, Warrant
from linli.kernel.phones import index_of
from linli.kernel.problems import Invalid
from linli.people.roles import Role
from linli.places.geometry import grid_at
from linli.places.models import Place
from linli.places.served import served_district


@dataclass(frozen=True)
class Receipt:
    """What the reporter gets: the event and, for a resident, the secret with which to come back. Shown once."""

    event: Event
    secret: str = ""


def channel_of(actor: Actor) -> Channel:
    if actor.kind != "user":
        return Channel.RESIDENT
    return Channel.GRID_WORKER if actor.has(Role.GRID_WORKER) else Channel.STAFF


@transaction.atomic(savepoint=False)
def report(data: Report, *, actor: Actor) -> Receipt:
    """Take an event in."""
    channel = channel_of(actor)
    event = located(data.lat, data.lon, data.place)
    event.category, event.channel = data.category, channel
    event.is_confidential = data.category.keeps_confidential
    event.text, event.address = data.text.strip(), data.address.strip()
    warrant = Warrant(Role.GRID_WORKER if channel == Channel.GRID_WORKER else "")
    EVENT.start(event, actor=actor, warrant=warrant, facts={"channel": channel})
    if data.photos:
        add_photos(event, data.photos, PhotoStage.BEFORE)
    if channel != Channel.RESIDENT and not data.phone:
        return Receipt(event)
    secret = new_secret()
    Reporter.objects.create(
        event=event,
        phone=data.phone or None,
        phone_index=index_of(data.phone),
        secret_digest=digest(secret),
    )
    return Receipt(event, secret)


def located(lat: float | None, lon: float | None, place: Place | None) -> Event:
    """An unsaved event at its point's grid. A point in none is kept, flagged, and goes to the place named."""
    grid = grid_at(lat, lon) if lat is not None and lon is not None else None
    event = Event(
        **({"place_id": grid.id, "path": grid.code} if grid else Event.at(place or _district())),
        lat=lat,
        lon=lon,
        is_outside=grid is None and lat is not None,
        is_confidential=False,
    )
    event.desk = event.highest = desk_of(event.path)
    return event


def _district() -> Place:
    """The place of what is nowhere else."""
    district = served_district()
    if district is None:
        raise Invalid(errors={"place": [_("请选择社区，或在地图上点一下位置")]})
    return district
