"""What applications keeps."""

from linli.organisations.applications.models.applications import Application, Document
from linli.organisations.applications.models.certificates import Certificate
from linli.organisations.applications.models.items import (
    Department,
    DepartmentUnit,
    ServiceDepartment,
    ServiceDocument,
    ServiceItem,
)
from linli.organisations.applications.models.opinions import Opinion, Question

__all__ = [
    "Application",
    "Certificate",
    "Department",
    "DepartmentUnit",
    "Document",
    "Opinion",
    "Question",
    "ServiceDepartment",
    "ServiceDocument",
    "ServiceItem",
]
