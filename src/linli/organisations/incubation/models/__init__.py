"""What incubation keeps."""

from linli.organisations.incubation.models.centres import CentreService, Seat, Training
from linli.organisations.incubation.models.evidence import (
    Evidence,
    EvidenceFile,
    EvidencePerson,
    IncubationPart,
    MentorVisit,
    ServiceRequest,
)
from linli.organisations.incubation.models.incubations import (
    Centre,
    Finding,
    Incubation,
    IncubationQuerySet,
    Mentoring,
    Passage,
    Target,
)
from linli.organisations.incubation.models.steps import Stage, Step

__all__ = [
    "Centre",
    "CentreService",
    "Evidence",
    "EvidenceFile",
    "EvidencePerson",
    "Finding",
    "Incubation",
    "IncubationPart",
    "IncubationQuerySet",
    "MentorVisit",
    "Mentoring",
    "Passage",
    "Seat",
    "ServiceRequest",
    "Stage",
    "Step",
    "Target",
    "Training",
]
