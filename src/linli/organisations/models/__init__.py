"""Organisations, and what belongs to them."""

from linli.organisations.models.applications import Application, Paper
from linli.organisations.models.certificates import Certificate
from linli.organisations.models.fields import Field
from linli.organisations.models.items import Department, DepartmentUnit, Item, ItemDepartment, ItemPaper
from linli.organisations.models.members import Member
from linli.organisations.models.opinions import Opinion, Question
from linli.organisations.models.organisations import Organisation, OrganisationQuerySet
from linli.organisations.models.services import Service

__all__ = [
    "Application",
    "Certificate",
    "Department",
    "DepartmentUnit",
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
]
