"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.fields import Field
from linli.organisations.models.hostings import Hosting, HostingPhoto, Swap
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.party import (
    Coverage,
    GroupMembership,
    PartyGroup,
    PartyOrganisation,
    Secretary,
)
from linli.organisations.models.platforms import ChecklistItem, Finding, Operation, Platform, Visit
from linli.organisations.models.services import Service
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.models.standards import CommunityFigure

__all__ = [
    "Activity",
    "ChecklistItem",
    "CommunityFigure",
    "Coverage",
    "Delivery",
    "ExitWarning",
    "Field",
    "Finding",
    "GroupMembership",
    "Hosting",
    "HostingPhoto",
    "Member",
    "Operation",
    "Organisation",
    "OrganisationQuerySet",
    "PartyGroup",
    "PartyOrganisation",
    "Platform",
    "Secretary",
    "Service",
    "SpaceAgreement",
    "SpacePeriod",
    "Swap",
    "Visit",
]
