"""Organisations, and what belongs to them."""

from linli.organisations.models.centres import CentreService, Seat, Training
from linli.organisations.models.evidence import Evidence, EvidenceFile, EvidencePerson, MentorVisit, ServiceRequest
from linli.organisations.models.fields import Field
from linli.organisations.models.incubations import (
    Centre,
    Finding,
    Incubation,
    IncubationQuerySet,
    Mentoring,
    Passage,
    Target,
)
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service
from linli.organisations.models.steps import Stage, Step

__all__ = [
    "Centre",
    "CentreService",
    "Evidence",
    "EvidenceFile",
    "EvidencePerson",
    "Field",
    "Finding",
    "Incubation",
    "IncubationQuerySet",
    "Member",
    "MentorVisit",
    "Mentoring",
    "Organisation",
    "OrganisationQuerySet",
    "Passage",
    "Seat",
    "Service",
    "ServiceRequest",
    "Stage",
    "Step",
    "Target",
    "Training",
]
