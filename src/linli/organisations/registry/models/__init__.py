"""What registry keeps."""

from linli.organisations.registry.models.members import Member
from linli.organisations.registry.models.organisations import (
    Activity,
    Organisation,
    OrganisationImport,
    OrganisationQuerySet,
    WorkField,
)
from linli.organisations.registry.models.services import Service, ServiceQuerySet

__all__ = [
    "Activity",
    "Member",
    "Organisation",
    "OrganisationImport",
    "OrganisationQuerySet",
    "Service",
    "ServiceQuerySet",
    "WorkField",
]
