"""What disputes keeps."""

from linli.events.disputes.models.disputes import Choice, Dispute, DisputePart, MediationKind, Party, ReferralKind
from linli.events.disputes.models.legal import LegalPost
from linli.events.disputes.models.mediation import Agreement, FollowUp, Session
from linli.events.disputes.models.searches import SearchRound

__all__ = [
    "Agreement",
    "Choice",
    "Dispute",
    "DisputePart",
    "FollowUp",
    "LegalPost",
    "MediationKind",
    "Party",
    "ReferralKind",
    "SearchRound",
    "Session",
]
