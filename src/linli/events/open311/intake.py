"""A service request and an update to one, as they are posted, brought to the forms and moves that everybody uses."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.events.core.addresses import community_in
from linli.events.core.flows import EVENT
from linli.events.core.forms import ReportForm
from linli.events.core.intake import report
from linli.events.core.models import NUMBER, Event
from linli.events.core.policies import can_report
from linli.events.open311.asking import Parameters
from linli.flow.forms import NoteForm
from linli.kernel.actor import Actor
from linli.kernel.bodies import refuse_errors
from linli.kernel.problems import Forbidden, Invalid, NotFound
from linli.people.reach import places_open_to
from linli.places.levels import Level, is_code
from linli.places.models import Place
from linli.places.served import served_district

NAMES: Mapping[str, str] = {
    "service_code": "category",
    "description": "text",
    "lat": "lat",
    "long": "lon",
    "address_id": "place",
    "address_string": "address",
    "phone": "phone",
}
"""What we read. E-mail, names, device and account are not kept, ``media_url`` is never fetched, and attributes
belong to services with metadata, of which there are none."""


def post_request(parameters: Parameters, *, actor: Actor) -> dict[str, Any]:
    """Report an event; the secret with which a reporter comes back stands in the notice, this once."""
    if not can_report(actor):
        raise Forbidden()
    values = {ours: parameters.get(theirs, "").strip() for theirs, ours in NAMES.items()}
    if bool(values["lat"]) != bool(values["lon"]):
        raise Invalid(errors={"lat" if values["lon"] else "long": [_("lat 和 long 须同时给出")]})
    places = _places(values, actor)
    form = ReportForm(values, places=places)
    _refuse_errors(form)
    receipt = report(form.payload(), actor=actor)
    notice = _("查询码 %(secret)s：请转交上报人，凭编号和查询码可查进展") % {"secret": receipt.secret}
    return {
        "service_request_id": receipt.event.number,
        "service_notice": notice if receipt.secret else None,
        "account_id": None,
    }


def _places(values: dict[str, str], actor: Actor) -> QuerySet[Place]:
    """What the form may choose from. A point needs no place; without one the address tells the community, if it can."""
    if values["place"]:
        return places_open_to(actor) if is_code(values["place"]) else Place.objects.none()
    if values["lat"]:
        return Place.objects.none()
    if not values["address"]:
        raise Invalid(errors={"address_string": [_("请给出 lat 和 long、address_id 或 address_string")]})
    place = community_in(values["address"], places_open_to(actor).filter(level=Level.COMMUNITY)) or served_district()
    if place is None:
        return Place.objects.none()
    values["place"] = place.code
    return Place.objects.filter(pk=place.pk)


def _refuse_errors(form: ReportForm) -> None:
    theirs = {ours: name for name, ours in NAMES.items()}
    try:
        refuse_errors(form)
    except Invalid as problem:
        point = {name: texts for name, texts in problem.errors.items() if name in {"lat", "lon"}}
        # A point that is none leaves the form without a place: what follows from that need not be said.
        errors = {theirs.get(name, name): texts for name, texts in (point or problem.errors).items()}
        raise Invalid(errors=errors) from None


def post_update(parameters: Parameters, *, actor: Actor) -> dict[str, Any]:
    """A comment on an event that the caller sees. What it says of the status is not believed: that takes a move."""
    number = parameters.get("service_request_id", "").strip()
    events = Event.objects.visible_to(actor).for_list()
    event = events.filter(number=number.upper()).first() if NUMBER.fullmatch(number) else None
    if event is None:
        raise NotFound(_("没有这件事件"))
    note = NoteForm({"note": parameters.get("description", "")})
    try:
        refuse_errors(note)
        EVENT.make(event, "comment", actor=actor, note=note.cleaned_data["note"])
    except Invalid as problem:
        raise Invalid(errors={"description": [text for texts in problem.errors.values() for text in texts]}) from None
    # The event is locked until the end of this transaction: the newest entry is ours.
    entry = trail.of_subjects(event.pk).filter(action="event.comment").order_by("-pk").first()
    return {"update_id": str(entry.pk) if entry else None, "service_request_id": event.number}
