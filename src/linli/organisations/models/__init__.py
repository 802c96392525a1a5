"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.applications import Application, Paper
from linli.organisations.models.centres import CentreService, Seat, Training
from linli.organisations.models.certificates import Certificate
from linli.organisations.models.draws import Candidate, Draw
from linli.organisations.models.evidence import Evidence, EvidenceFile, EvidencePerson, MentorVisit, ServiceRequest
from linli.organisations.models.experts import Expert, ExpertField, ExpertTie
from linli.organisations.models.fields import Field
from linli.organisations.models.hostings import Hosting, HostingPhoto, Swap
from linli.organisations.models.imports import OrganisationImport
from linli.organisations.models.incubations import (
    Centre,
    Finding,
    Incubation,
    IncubationQuerySet,
    Mentoring,
    Passage,
    Target,
)
from linli.organisations.models.indicators import GradeBenefit, GradeStep, Indicator, IndicatorSet, StarItem
from linli.organisations.models.items import Department, DepartmentUnit, Item, ItemDepartment, ItemPaper
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.opinions import Opinion, Question
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.party import Coverage, GroupMembership, PartyGroup, PartyOrganisation, Secretary
from linli.organisations.models.platforms import CheckedItem, ChecklistItem, Operation, Platform, PlatformCheck
from linli.organisations.models.ratings import Rating, RatingRound
from linli.organisations.models.scores import Score
from linli.organisations.models.services import Service, ServiceQuerySet
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.models.standards import CommunityFigure
from linli.organisations.models.stars import Star
from linli.organisations.models.steps import Stage, Step
from linli.organisations.models.support import Support, SupportScheme

__all__ = [
    "Activity",
    "Application",
    "Candidate",
    "Centre",
    "CentreService",
    "Certificate",
    "CheckedItem",
    "ChecklistItem",
    "CommunityFigure",
    "Coverage",
    "Delivery",
    "Department",
    "DepartmentUnit",
    "Draw",
    "Evidence",
    "EvidenceFile",
    "EvidencePerson",
    "ExitWarning",
    "Expert",
    "ExpertField",
    "ExpertTie",
    "Field",
    "Finding",
    "GradeBenefit",
    "GradeStep",
    "GroupMembership",
    "Hosting",
    "HostingPhoto",
    "Incubation",
    "IncubationQuerySet",
    "Indicator",
    "IndicatorSet",
    "Item",
    "ItemDepartment",
    "ItemPaper",
    "Member",
    "MentorVisit",
    "Mentoring",
    "Operation",
    "Opinion",
    "Organisation",
    "OrganisationImport",
    "OrganisationQuerySet",
    "Paper",
    "PartyGroup",
    "PartyOrganisation",
    "Passage",
    "Platform",
    "PlatformCheck",
    "Question",
    "Rating",
    "RatingRound",
    "Score",
    "Seat",
    "Secretary",
    "Service",
    "ServiceQuerySet",
    "ServiceRequest",
    "SpaceAgreement",
    "SpacePeriod",
    "Stage",
    "Star",
    "StarItem",
    "Step",
    "Support",
    "SupportScheme",
    "Swap",
    "Target",
    "Training",
]
