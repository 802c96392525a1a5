"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
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
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.models.steps import Stage, Step

__all__ = [
    "Activity",
    "Centre",
    "CentreService",
    "Delivery",
    "Evidence",
    "EvidenceFile",
    "EvidencePerson",
    "ExitWarning",
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
    "SpaceAgreement",
    "SpacePeriod",
    "Stage",
    "Step",
    "Target",
    "Training",
]
