"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.fields import Field
from linli.organisations.models.imports import OrganisationImport
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service, ServiceQuerySet
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod

__all__ = [
    "Activity",
    "Delivery",
    "ExitWarning",
    "Field",
    "Member",
    "Organisation",
    "OrganisationImport",
    "OrganisationQuerySet",
    "Service",
    "ServiceQuerySet",
    "SpaceAgreement",
    "SpacePeriod",
]
