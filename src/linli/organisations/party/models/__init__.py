"""What party keeps."""

from linli.organisations.party.models.hostings import Hosting, HostingPhoto, Swap, quarter_words
from linli.organisations.party.models.party import Coverage, GroupMembership, PartyGroup, PartyOrganisation, Secretary

__all__ = [
    "Coverage",
    "GroupMembership",
    "Hosting",
    "HostingPhoto",
    "PartyGroup",
    "PartyOrganisation",
    "Secretary",
    "Swap",
    "quarter_words",
]
