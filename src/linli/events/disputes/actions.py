"""The effects of the moves of a dispute. Run inside the flow's transaction."""

import datetime
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.events.core import actions as events
from linli.events.core.models import Event
from linli.events.core.states import EventState
from linli.events.disputes import rules
from linli.events.disputes.mediating import mediating
from linli.events.disputes.models import Agreement, Dispute, DisputePart, FollowUp, Party, Session
from linli.events.disputes.payloads import (
    Agreed,
    Appointment,
    Confirmed,
    Held,
    Mediators,
    NewParty,
    Referred,
    Removal,
    TakeUp,
    Visited,
)
from linli.flow.flow import cause, start
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid

PARTS: tuple[type[DisputePart], ...] = (Session, FollowUp)


def take_up(record: Event, *, actor: Actor, data: TakeUp) -> Mapping[str, object]:
    """The event is mediated from now on; one that was mediated before goes on where it stopped."""
    if record.state == EventState.REPORTED:
        events.accept(record, actor=actor, data=None)
    dispute = Dispute.objects.filter(event=record).first()
    if dispute is not None:
        cause(dispute, "resume", actor=actor, data=data)
        return {"into": dispute.number}
    dispute = Dispute(
        event=record,
        place_id=record.place_id,
        path=record.path,
        channel=data.channel,
        kind_of_mediation=data.kind,
        lead=data.mediators.lead,
        taken_up_at=timezone.now(),
    )
    start(dispute, actor=actor, facts={"channel": data.channel})
    _set_others(dispute, data.mediators)
    return {"into": dispute.number}


def resume(record: Dispute, *, actor: Actor, data: TakeUp) -> None:
    record.kind_of_mediation = data.kind
    name_mediators(record, actor=actor, data=data.mediators)
    _begin_anew(record)


def name_mediators(record: Dispute, *, actor: Actor, data: Mediators) -> None:
    """What waited for the one who led waits for the new one: who mediates no more could not even look at it."""
    record.lead = data.lead
    record.save(update_fields=["lead"])
    _set_others(record, data)
    for part in _open_parts(record):
        cause(part, "hand_over", actor=actor)


def _set_others(dispute: Dispute, mediators: Mediators) -> None:
    dispute.others.set([user for user in mediators.others if user != mediators.lead])
    mediating.touch()


def add_party(record: Dispute, *, actor: Actor, data: NewParty) -> Mapping[str, object]:
    Party.objects.create(
        dispute=record, side=data.side, name=data.name, phone=data.phone or None, particulars=data.particulars or None
    )
    return {"side": data.side}


def remove_party(record: Dispute, *, actor: Actor, data: Removal) -> Mapping[str, object]:
    """Written down by mistake."""
    if Session.objects.filter(parties=data.party).exists():
        raise Conflict(_("参加过调解的当事人不能去掉"), code="took_part")
    side = data.party.side
    data.party.delete()
    return {"side": side}


def plan_session(record: Dispute, *, actor: Actor, data: Appointment) -> Mapping[str, object]:
    session = Session(
        dispute=record, place_id=record.place_id, path=record.path, starts_at=data.starts_at, where=data.where
    )
    start(session, actor=actor, facts={"at": data.starts_at.isoformat()})
    return {"at": data.starts_at.isoformat()}


def hold(record: Session, *, actor: Actor, data: Held) -> Mapping[str, object]:
    if record.starts_at > timezone.now():
        raise Conflict(_("约定的时间还没有到"), code="too_early")
    record.said, record.outcome = data.said, data.outcome
    record.parties.set(data.parties)
    record.mediators.set(data.mediators)
    return {"outcome": data.outcome}


def agree(record: Dispute, *, actor: Actor, data: Agreed) -> Mapping[str, object]:
    """Settled: what is left is to see that it is kept."""
    if record.parties.count() < 2:
        raise Invalid(errors={"terms": [_("请先登记双方当事人")]})
    now = timezone.now()
    record.decided_at = now
    agreement = Agreement.objects.create(
        dispute=record, terms=data.terms, due_on=data.due_on, is_oral=data.is_oral, agreed_at=now
    )
    release(record, actor=actor)
    every = datetime.timedelta(days=rules.FOLLOW_UP_AFTER.at(record.path))
    for number in range(1, rules.FOLLOW_UPS.at(record.path) + 1):
        visit = FollowUp(dispute=record, agreement=agreement, place_id=record.place_id, path=record.path)
        visit.due_on = timezone.localdate(now) + number * every
        start(visit, actor=actor)
    return {"is_oral": data.is_oral}


def confirm(record: Dispute, *, actor: Actor, data: Confirmed) -> Mapping[str, object]:
    """Both sides asked the court to confirm the agreement."""
    agreement, days = record.agreement, rules.CONFIRM_WITHIN.at(record.path)
    if agreement is None:
        raise Conflict(_("没有在履行的协议"), code="no_agreement")
    began = timezone.localdate(agreement.agreed_at)
    if not began <= data.on <= began + datetime.timedelta(days=days):
        raise Invalid(errors={"on": [_("须在协议生效之日起 %(days)s 日内") % {"days": days}]})
    agreement.confirmed_on = data.on
    agreement.save(update_fields=["confirmed_on"])
    return {"on": str(data.on)}


def fail(record: Dispute, *, actor: Actor, data: Referred) -> Mapping[str, object]:
    """Not to be settled here: the parties are told where else they can go."""
    record.referral, record.decided_at = data.to, timezone.now()
    _end(record, actor)
    return {"to_whom": data.to.name}


def reopen(record: Dispute, *, actor: Actor, data: Visited | None) -> None:
    """The agreement is not kept: the mediation goes on."""
    record.agreements.filter(broken_at=None).update(broken_at=timezone.now())
    release(record, actor=actor, leave=data)
    _begin_anew(record)


def complete(record: Dispute, *, actor: Actor, data: Visited | None) -> None:
    """Kept to the end."""
    if _open_visits(record, data).exists():
        raise Conflict(_("还有回访没有做"), code="visits_left")
    _end(record, actor, leave=data)


def keep(record: FollowUp, *, actor: Actor, data: None) -> None:
    """The last visit ends the matter."""
    visited = Visited(record.pk)
    if not _open_visits(record.dispute, visited).exists():
        cause(record.dispute, "complete", actor=actor, data=visited)


def broken(record: FollowUp, *, actor: Actor, data: None) -> None:
    cause(record.dispute, "break", actor=actor, data=Visited(record.pk))


def release(dispute: Dispute, *, actor: Actor, leave: Visited | None = None) -> None:
    """Sessions and visits that nobody has to see to any more."""
    for part in _open_parts(dispute):
        if leave is None or part.pk != leave.visit:
            cause(part, "release", actor=actor)


def _open_parts(dispute: Dispute) -> list[DisputePart]:
    return [
        part
        for kind in PARTS
        for part in kind._default_manager.filter(dispute=dispute, state__in=kind.open_states).order_by("pk")
    ]


def _open_visits(dispute: Dispute, besides: Visited | None) -> QuerySet[FollowUp]:
    visits = FollowUp.objects.filter(dispute=dispute, state__in=FollowUp.open_states)
    return visits.exclude(pk=besides.visit) if besides else visits


def _begin_anew(dispute: Dispute) -> None:
    dispute.taken_up_at, dispute.decided_at, dispute.referral = timezone.now(), None, None


def _end(dispute: Dispute, actor: Actor, *, leave: Visited | None = None) -> None:
    release(dispute, actor=actor, leave=leave)
    cause(dispute.event, "settle", actor=actor)
