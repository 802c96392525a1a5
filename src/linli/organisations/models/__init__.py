"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.fields import Field
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.models.support import Support, SupportScheme

__all__ = [
    "Activity",
    "Delivery",
    "ExitWarning",
    "Field",
    "Member",
    "Organisation",
    "OrganisationQuerySet",
    "Service",
    "SpaceAgreement",
    "SpacePeriod",
    "Support",
    "SupportScheme",
]
