"""Making a draw: commit, fix, reveal (decision 0020). The moves run inside their lock and transaction."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.audit.models import Entry, Seal
from linli.flow.flow import start
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.experts import drawing
from linli.organisations.experts.conflicts import conflicts
from linli.organisations.experts.models import Candidate, Draw, Expert, ExpertField
from linli.organisations.experts.states import Exclusion, ExpertState, told
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import KEEPING
from linli.places.models import Place


@dataclass(frozen=True)
class Wanted:
    """A draw to be made: how many, for what, and what keeps an expert out of it."""

    place: Place
    purpose: str
    seats: int
    fields: Sequence[ExpertField] = ()
    organisations: Sequence[Organisation] = ()
    needs_account: bool = False
    not_from: Draw | None = None
    outside: str = ""
    about: str = ""


def commit(data: Wanted, *, actor: Actor) -> Draw:
    """An officer begins a draw. Raises Forbidden outside their places, Invalid for a second one of a purpose."""
    warrant = actor.warrant(*KEEPING, at=data.place.code)
    if warrant is None:
        raise Forbidden()
    return commit_for(data, actor=actor, warrant=warrant)


@transaction.atomic
def commit_for(data: Wanted, *, actor: Actor, warrant: Warrant) -> Draw:
    """For another act, whose policy was asked already. The seed is made here, and shown to nobody."""
    draw = Draw(
        **Draw.at(data.place),
        purpose=data.purpose,
        about=data.about,
        seats=data.seats,
        needs_account=data.needs_account,
        not_from=data.not_from,
        outside=data.outside,
    )
    draw.seed = seed = drawing.new_seed()
    draw.seed_hash = drawing.hash_of_seed(seed)
    if not _is_first(draw):
        raise _twin()
    start(draw, actor=actor, warrant=warrant, facts={"seed_hash": draw.seed_hash})
    draw.fields.set(data.fields)
    draw.organisations.set(data.organisations)
    return draw


def _is_first(draw: Draw) -> bool:
    others = Draw.objects.filter(place=draw.place, purpose=draw.purpose)
    return not others.exclude(state="void").exists()


def _twin() -> Invalid:
    words = _("这个用途已经有一次抽取，不能再抽一次；确有必要的，先将它作废并公开原因")
    return Invalid(words, code="drawn_already", errors={"purpose": [words]})


def fix(draw: Draw, *, actor: Actor, data: None) -> Mapping[str, object]:
    """Freeze the list. Invalid says who is missing where the pool has too few."""
    pool = list(Expert.objects.serving(draw.path).for_list().order_by("pk"))
    reasons = _reasons(draw, pool)
    fit = [expert for expert in pool if not reasons.get(expert.pk)]
    if len(fit) < draw.seats:
        left_out = Counter(str(reason) for reason in reasons.values())
        raise Conflict(_short(Short(draw.seats, len(fit), dict(left_out))), code="too_few")
    Candidate.objects.bulk_create(
        Candidate(draw=draw, expert=expert, excluded=reasons.get(expert.pk, "")) for expert in pool
    )
    draw.listing = _listing(draw)
    draw.list_hash = drawing.hash_of_list(draw.listing)
    draw.fixed_at = timezone.now()
    return {"list_hash": draw.list_hash, "candidates": len(fit), "left_out": len(pool) - len(fit)}


def _reasons(draw: Draw, pool: list[Expert]) -> dict[Any, Exclusion]:
    """Why each of the pool that is no candidate is none."""
    fields = set(draw.fields.values_list("pk", flat=True))
    before = _seated_ever(draw.not_from) if draw.not_from else set()
    today, tied = timezone.localdate(), conflicts(pool, draw.organisations.all())
    found: dict[Any, Exclusion] = {}
    for expert in pool:
        if expert.state == ExpertState.SUSPENDED:
            found[expert.pk] = Exclusion.SUSPENDED
        elif not expert.is_available(today):
            found[expert.pk] = Exclusion.AWAY
        elif fields and not fields & {field.pk for field in expert.fields.all()}:
            found[expert.pk] = Exclusion.FIELD
        elif draw.needs_account and (expert.user is None or not expert.user.is_active):
            found[expert.pk] = Exclusion.NO_ACCOUNT
        elif expert.pk in before:
            found[expert.pk] = Exclusion.TOOK_PART
        elif expert.pk in tied:
            found[expert.pk] = tied[expert.pk]
    return found


@dataclass
class Short:
    """What a draw lacks before it is made."""

    seats: int
    fit: int
    left_out: dict[str, int] = field(default_factory=dict)


def _short(short: Short) -> str:
    why = _("、").join(
        _("%(reason)s %(count)s 人") % {"reason": Exclusion(reason).label, "count": count}
        for reason, count in sorted(short.left_out.items())
    )
    words = {"seats": short.seats, "fit": short.fit, "lack": short.seats - short.fit}
    text = _("要抽 %(seats)s 人，可抽的只有 %(fit)s 人，还差 %(lack)s 人。") % words
    return text + (_("不能抽的：%(why)s。") % {"why": why} if why else "")


def _listing(draw: Draw) -> str:
    rows = list(draw.candidates.values_list("expert__number", "excluded"))
    fit = [number for number, excluded in rows if not excluded]
    return drawing.list_of(
        draw.number, draw.seats, fit, {number: told(excluded) for number, excluded in rows if excluded}
    )


@dataclass(frozen=True)
class Revealed:
    """The public value from outside, where the draw named one."""

    outside_value: str = ""


def draw_seats(draw: Draw, *, actor: Actor, data: Revealed) -> Mapping[str, object]:
    """Reveal the seed and seat the first. Refused while the fixing is not sealed, or when anything was changed."""
    entry = Entry.objects.filter(subject_id=draw.pk, action="draw.fix").order_by("id").last()
    text = _listing(draw)
    if entry is None or text != draw.listing or drawing.hash_of_list(text) != entry.facts["list_hash"]:
        raise Conflict(_("候选名单和固定时不一致，不能抽取；请作废并查明原因"), code="list_changed")
    if drawing.hash_of_seed(draw.seed) != draw.seed_hash:
        raise Conflict(_("种子和公布的摘要不一致，不能抽取；请作废并查明原因"), code="seed_changed")
    if entry.seal is None:
        raise Conflict(_("名单还没有封存进审计链，请过一分钟再抽"), code="not_sealed")
    if bool(draw.outside) != bool(data.outside_value):
        raise Invalid(errors={"outside_value": [_("请填写事先说好的外部公开数值")]})
    draw.seal, draw.head = entry.seal, bytes(Seal.objects.get(number=entry.seal).head).hex()
    draw.outside_value = data.outside_value
    by_number = {one.expert.number: one for one in draw.candidates.filter(excluded="").select_related("expert")}
    order = drawing.order_of(
        by_number, seed=draw.seed, list_hash=draw.list_hash, head=draw.head, outside=draw.outside_value
    )
    for position, number in enumerate(order, start=1):
        by_number[number].position = position
    Candidate.objects.bulk_update(by_number.values(), ["position"])
    draw.drawn_at = timezone.now()
    return {"seal": draw.seal, "drawn": order[: draw.seats]}


@dataclass(frozen=True)
class Replaced:
    """Who declines: the key of a candidate with a seat."""

    candidate: uuid.UUID


def replace(draw: Draw, *, actor: Actor, data: Replaced) -> Mapping[str, object]:
    """Who declines is followed by the next in the same order; nothing is drawn anew."""
    before = draw.seated()
    leaving = next((one for one in before if one.pk == data.candidate), None)
    if leaving is None:
        raise Invalid(errors={"candidate": [_("此人没有被抽中，或者已经退出")]})
    leaving.declined_at = timezone.now()
    leaving.save(update_fields=["declined_at"])
    after = draw.seated()
    if len(after) < draw.seats:
        raise Conflict(_("名单上已没有可以递补的人；请将这次抽取作废并公开原因"), code="no_more")
    return {"left": leaving.expert.number, "followed_by": after[-1].expert.number}


@dataclass(frozen=True)
class Voided:
    """``reason`` is public."""

    reason: str


def call_off(draw: Draw, *, actor: Actor, data: Voided) -> Mapping[str, object]:
    draw.void_reason = data.reason
    return {}


def _seated_ever(draw: Draw) -> set[Any]:
    """Who had a seat, also those who declined it."""
    seated = {one.expert_id for one in draw.seated()}
    return seated | set(draw.candidates.exclude(declined_at=None).values_list("expert_id", flat=True))
