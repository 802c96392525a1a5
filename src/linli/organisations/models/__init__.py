"""Organisations, and what belongs to them."""

from linli.organisations.models.activities import Activity
from linli.organisations.models.applications import Application, Paper
from linli.organisations.models.certificates import Certificate
from linli.organisations.models.fields import Field
from linli.organisations.models.items import Department, DepartmentUnit, Item, ItemDepartment, ItemPaper
from linli.organisations.models.leaving import ExitWarning
from linli.organisations.models.members import Member
from linli.organisations.models.opinions import Opinion, Question
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service
from linli.organisations.models.spaces import Delivery, SpaceAgreement, SpacePeriod

__all__ = [
    "Activity",
    "Application",
    "Certificate",
    "Delivery",
    "Department",
    "DepartmentUnit",
    "ExitWarning",
    "Field",
    "Item",
    "ItemDepartment",
    "ItemPaper",
    "Member",
    "Opinion",
    "Organisation",
    "OrganisationQuerySet",
    "Paper",
    "Question",
    "Service",
    "SpaceAgreement",
    "SpacePeriod",
]
