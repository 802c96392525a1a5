"""A dispute in the small town, and the people who mediate it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from linli.events.core.flows import EVENT
from linli.events.core.intake import Receipt
from linli.events.core.models import Event
from linli.events.disputes.flows import DISPUTE, FOLLOW_UP, SESSION
from linli.events.disputes.models import Dispute, FollowUp, LegalPost, MediationKind, Party, ReferralKind, Session
from linli.events.disputes.payloads import Agreed, Appointment, Held, Mediators, NewParty, Referred, TakeUp
from linli.events.disputes.states import LegalRole, SessionOutcome, Side
from linli.people.models import User
from tests.events import town as towns
from tests.events.core.confidential import quarrel
from tests.events.town import Town

HOUSE = "甲方修好水管，乙方不再追究"
NAMES = ("王建国", "李秀英")
PHONE = "+8613812345678"


@dataclass
class Mediation:
    """``mediator`` is a resident lawyer with nothing but a place in the community's legal backbone."""

    town: Town
    receipt: Receipt
    mediator: User
    kind: MediationKind
    court: ReferralKind

    @property
    def event(self) -> Event:
        return Event.objects.get(pk=self.receipt.event.pk)

    @property
    def dispute(self) -> Dispute:
        return Dispute.objects.get(event=self.event)

    def take_up(self) -> None:
        taken = TakeUp(self.kind, Mediators(self.mediator, [self.town.worker]))
        EVENT.make(self.event, "take_up", actor=self.town.actor(self.town.clerk), data=taken)

    def make(self, name: str, *, by: User | None = None, **more: Any) -> Dispute:
        return DISPUTE.make(self.dispute, name, actor=self.town.actor(by or self.mediator), **more)

    def meet(self, *, outcome: SessionOutcome = SessionOutcome.NEARER) -> Session:
        """One session, planned for now and held."""
        self.make("plan_session", data=Appointment(timezone.now(), "社区调解室"))
        session = Session.objects.order_by("-pk")[0]
        held = Held(list(Party.objects.all()), [self.mediator], "双方各说各的", outcome)
        return SESSION.make(session, "hold", actor=self.town.actor(self.mediator), data=held)

    def agree(self, **more: Any) -> Dispute:
        return self.make("agree", data=Agreed(HOUSE, datetime.date(2026, 12, 31), **more))

    def fail(self) -> Dispute:
        return self.make("fail", data=Referred(self.court), note="分歧太大")

    def visit(self, move: str, *, by: User | None = None) -> FollowUp:
        (due,) = FollowUp.objects.filter(state="due")
        return FOLLOW_UP.make(due, move, actor=self.town.actor(by or self.town.worker), note="上门看过")


def mediation(town: Town, *, parties: bool = True) -> Mediation:
    """Taken up by the community, mediated by the resident lawyer."""
    receipt = quarrel(town)
    lawyer = towns.user("孙律师")
    LegalPost.objects.create(
        place=town.community, role=LegalRole.ADVISER, name=lawyer.name, user=lawyer, valid_from=towns.START
    )
    kind = MediationKind.objects.create(name="人民调解")
    court = ReferralKind.objects.create(name="向法院起诉")
    made = Mediation(town, receipt, lawyer, kind, court)
    made.take_up()
    if parties:
        for side, name in zip((Side.FIRST, Side.SECOND), NAMES, strict=True):
            made.make("add_party", data=NewParty(side, name, PHONE, "身份证 998877"))
    return made
