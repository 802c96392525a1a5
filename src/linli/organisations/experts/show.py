"""How experts and draws are shown. A draw's page and file are for everybody."""

import json
from typing import Any

from linli.flow import showing, timeline
from linli.flow.showing import Tones
from linli.kernel.actor import Actor
from linli.kernel.masks import mask_name
from linli.organisations.experts.flows import DRAW, EXPERT
from linli.organisations.experts.models import Candidate, Draw, Expert
from linli.organisations.experts.policies import can_draw, can_speak
from linli.organisations.experts.states import TOLD, DrawState, ExpertState, told
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import PUBLIC

EXPERT_TONES: Tones = {ExpertState.ACTIVE: "done", ExpertState.SUSPENDED: "waiting", ExpertState.LEFT: "waiting"}
DRAW_TONES: Tones = {
    DrawState.COMMITTED: "waiting",
    DrawState.FIXED: "going",
    DrawState.DRAWN: "done",
    DrawState.VOID: "waiting",
}


def expert_facts(expert: Expert) -> dict[str, Any]:
    """For programs: the name masked, no tie."""
    return {
        "name": mask_name(expert.called),
        "fields": [{"code": field.code, "name": field.name} for field in expert.fields.all()],
        "has_account": expert.user_id is not None,
        "available_from": expert.available_from,
        "available_to": expert.available_to,
    }


def draw_facts(draw: Draw) -> dict[str, Any]:
    """What the public file says of it."""
    return public_file(draw)


def public_file(draw: Draw) -> dict[str, Any]:
    """Everything that an outsider needs to repeat the draw; the seed is empty until it is made."""
    rows = draw.candidates.filter(position__isnull=False).order_by("position")
    order = list(rows.values_list("expert__number", "declined_at"))
    return {
        "draw": draw.number,
        "purpose": draw.purpose,
        "state": draw.state,
        "seats": draw.seats,
        "committed_at": draw.created_at.isoformat(),
        "seed_hash": draw.seed_hash,
        "fixed_at": draw.fixed_at.isoformat() if draw.fixed_at else None,
        "list": draw.listing,
        "list_hash": draw.list_hash,
        "seal": draw.seal,
        "head": draw.head,
        "outside": draw.outside,
        "outside_value": draw.outside_value,
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "seed": draw.revealed_seed,
        "order": [number for number, _declined in order],
        "declined": [number for number, declined in order if declined],
        "drawn": [number for number, declined in order if not declined][: draw.seats],
        "void_reason": draw.void_reason,
    }


def public_json(draw: Draw) -> str:
    return json.dumps(public_file(draw), ensure_ascii=False, indent=1)


def expert_context(expert: Expert, actor: Actor) -> dict[str, object]:
    """For who keeps the pool, and for the expert."""
    seats = Candidate.objects.filter(expert=expert, position__isnull=False).select_related("draw")
    return {
        "expert": expert,
        "head": showing.head_of(expert, title=expert.called),
        "fields": list(expert.fields.all()),
        "ties": list(expert.ties.select_related("organisation", "unit")) if can_speak(actor, expert) else None,
        "draws": [one.draw for one in seats.filter(draw__state=DrawState.DRAWN).order_by("-draw__drawn_at")[:20]],
        "offers": EXPERT.available(expert, actor),
        "lines": timeline.for_staff(expert) if can_speak(actor, expert) else [],
    }


def draw_context(draw: Draw, actor: Actor) -> dict[str, object]:
    """Names of those drawn are public; who was left out, and why, is for those who draw."""
    may_draw = can_draw(actor, draw) is not None
    rows = list(draw.candidates.select_related("expert__user").order_by("expert__number"))
    seated = {one.pk for one in draw.seated()}
    return {
        "draw": draw,
        "head": showing.head_of(draw),
        "fields": list(draw.fields.all()),
        "organisations": [_named(one, may_draw=may_draw) for one in draw.organisations.all()],
        "seated": sorted((row for row in rows if row.pk in seated), key=lambda row: row.position or 0),
        "declined": [row for row in rows if row.declined_at],
        "candidates": [row for row in rows if not row.excluded],
        "left_out": [
            (row.expert.number, row.get_excluded_display() if may_draw else TOLD[told(row.excluded)])
            for row in rows
            if row.excluded
        ],
        "before": Draw.objects.for_list().filter(place=draw.place_id, purpose=draw.purpose).exclude(pk=draw.pk),
        "offers": DRAW.available(draw, actor),
        "lines": timeline.for_staff(draw) if may_draw else timeline.for_public(draw),
    }


def _named(organisation: Organisation, *, may_draw: bool) -> str:
    """Of a group that was only found the public reads the number."""
    return organisation.name if may_draw or organisation.state in PUBLIC else organisation.number
