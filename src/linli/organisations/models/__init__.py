"""Organisations, and what belongs to them."""

from linli.organisations.models.fields import Field
from linli.organisations.models.imports import OrganisationImport
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service, ServiceQuerySet

__all__ = [
    "Field",
    "Member",
    "Organisation",
    "OrganisationImport",
    "OrganisationQuerySet",
    "Service",
    "ServiceQuerySet",
]
