"""Organisations, and what belongs to them."""

from linli.organisations.models.draws import Candidate, Draw
from linli.organisations.models.experts import Expert, ExpertField, ExpertTie
from linli.organisations.models.fields import Field
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service

__all__ = [
    "Candidate",
    "Draw",
    "Expert",
    "ExpertField",
    "ExpertTie",
    "Field",
    "Member",
    "Organisation",
    "OrganisationQuerySet",
    "Service",
]
