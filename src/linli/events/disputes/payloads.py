"""What the moves of a dispute carry."""

import datetime
import uuid
from dataclasses import dataclass, field

from linli.events.disputes.models import Dispute, MediationKind, Party, ReferralKind
from linli.events.disputes.states import DisputeChannel, SessionOutcome, Side
from linli.people.models import User


@dataclass(frozen=True)
class Mediators:
    """``lead`` answers for the mediation; ``others`` help."""

    lead: User
    others: list[User] = field(default_factory=list)


@dataclass(frozen=True)
class TakeUp:
    kind: MediationKind
    mediators: Mediators
    channel: DisputeChannel = DisputeChannel.REPORTED


@dataclass(frozen=True)
class NewParty:
    """``phone`` is in E.164."""

    side: Side
    name: str
    phone: str = ""
    particulars: str = ""


@dataclass(frozen=True)
class Removal:
    party: Party


@dataclass(frozen=True)
class Appointment:
    starts_at: datetime.datetime
    where: str


@dataclass(frozen=True)
class Held:
    parties: list[Party]
    mediators: list[User]
    said: str
    outcome: SessionOutcome


@dataclass(frozen=True)
class Agreed:
    terms: str
    due_on: datetime.date | None = None
    is_oral: bool = False


@dataclass(frozen=True)
class Referred:
    to: ReferralKind


@dataclass(frozen=True)
class Confirmed:
    on: datetime.date


@dataclass(frozen=True)
class Visited:
    """The visit after which it happens."""

    visit: uuid.UUID


@dataclass(frozen=True)
class Searched:
    """``looked_at``: how many places somebody went to."""

    looked_at: int
    found: list[Dispute]
