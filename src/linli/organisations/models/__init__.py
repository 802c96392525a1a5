"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.applications import Application, Paper
from linli.organisations.models.certificates import Certificate
from linli.organisations.models.draws import Candidate, Draw
from linli.organisations.models.experts import Expert, ExpertField, ExpertTie
from linli.organisations.models.fields import Field
from linli.organisations.models.imports import OrganisationImport
from linli.organisations.models.indicators import GradeBenefit, GradeStep, Indicator, IndicatorSet, StarItem
from linli.organisations.models.items import Department, DepartmentUnit, Item, ItemDepartment, ItemPaper
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.opinions import Opinion, Question
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.ratings import Rating, RatingRound
from linli.organisations.models.scores import Score
from linli.organisations.models.services import Service, ServiceQuerySet
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod
from linli.organisations.models.stars import Star

__all__ = [
    "Activity",
    "Application",
    "Candidate",
    "Certificate",
    "Delivery",
    "Department",
    "DepartmentUnit",
    "Draw",
    "ExitWarning",
    "Expert",
    "ExpertField",
    "ExpertTie",
    "Field",
    "GradeBenefit",
    "GradeStep",
    "Indicator",
    "IndicatorSet",
    "Item",
    "ItemDepartment",
    "ItemPaper",
    "Member",
    "Opinion",
    "Organisation",
    "OrganisationImport",
    "OrganisationQuerySet",
    "Paper",
    "Question",
    "Rating",
    "RatingRound",
    "Score",
    "Service",
    "ServiceQuerySet",
    "SpaceAgreement",
    "SpacePeriod",
    "Star",
    "StarItem",
]
