"""Who may open what of incubation, and a record of each of its kinds: a part of the table of every address."""

import datetime
from typing import Any

from linli.kernel.models import StoredFile
from linli.organisations.incubation.actions.centres import Session, plan_training
from linli.organisations.incubation.actions.evidence import Sent, send_evidence
from linli.organisations.incubation.actions.incubations import Beginning, begin_incubation
from linli.organisations.incubation.models import Centre, CentreService, EvidenceFile, Step
from linli.organisations.registry.models import Organisation
from linli.places.models import Place

KNOWING = ("clerk", "dispatcher", "leader", "officer")
"""Those who work with the organisations of the place."""
STAFFED = (*KNOWING, "stranger")
"""Those who work with the organisations of some place; each sees only their own."""
INCUBATION = {"kind": "incubation", "number": "{incubation}"}
EVIDENCE = {"kind": "evidence", "number": "{evidence}"}
BEGINS = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)

TABLE: list[tuple[str, str, dict[str, str], tuple[str, ...]]] = [
    ("GET", "incubation_board", {}, STAFFED),
    ("GET", "incubation_figures", {}, STAFFED),
    ("GET", "incubations", {}, STAFFED),
    ("GET", "findings", {}, STAFFED),
    ("GET", "mentor_visits", {}, STAFFED),
    ("GET", "my_incubation", {}, ("representative",)),
    ("GET", "trainings", {}, (*STAFFED, "representative")),
    ("GET", "training", {"number": "{training}"}, (*STAFFED, "representative")),
    ("GET", "incubation_steps", {}, (*STAFFED, "representative", "system")),
    ("GET", "incubation_step", {"key": "{step}"}, ("system",)),
    ("POST", "incubation_step", {"key": "{step}"}, ("system",)),
    ("GET", "centre_services", {}, STAFFED),
    ("GET", "service_requests", {"key": "{centre_service}"}, STAFFED),
    ("GET", "centre_new", {}, ("officer",)),
    ("POST", "centre_new", {}, ("officer",)),
    ("GET", "centre_service_new", {"key": "{centre}"}, ("officer",)),
    ("POST", "centre_service_new", {"key": "{centre}"}, ("officer",)),
    ("POST", "centre_service_offer", {"key": "{centre_service}"}, ("officer",)),
    ("GET", "incubation_targets", {}, ("officer",)),
    ("POST", "incubation_targets", {}, ("officer",)),
    ("GET", "incubation", {"number": "{incubation}"}, (*KNOWING, "representative")),
    ("GET", "evidence_file", {"number": "{evidence}", "file": "{evidence_file}"}, (*KNOWING, "representative")),
    ("GET", "record_new", {"kind": "finding"}, ("clerk", "stranger", "officer")),
    ("GET", "record_new", {"kind": "incubation"}, ("officer",)),
    ("GET", "record_new", {"kind": "evidence"}, ("representative",)),
    ("GET", "record_new", {"kind": "service_request"}, ("representative",)),
    ("GET", "record_new", {"kind": "training"}, ("officer",)),
    ("POST", "record_move", EVIDENCE | {"move": "accept"}, ("officer",)),
    ("POST", "record_move", EVIDENCE | {"move": "withdraw"}, ("representative",)),
    ("POST", "record_move", INCUBATION | {"move": "pause"}, ("officer",)),
    ("POST", "record_move", INCUBATION | {"move": "reckon"}, ()),
    ("GET", "record_new", {"kind": "exit_warning"}, ("officer",)),
    ("GET", "record_new", {"kind": "space_agreement"}, ("clerk", "dispatcher", "stranger", "officer")),
    ("GET", "space_agreements", {}, (*KNOWING, "stranger", "representative")),
    ("GET", "space_agreement", {"number": "{space}"}, (*KNOWING, "representative")),
]


def build(organisation: Organisation, officer: Any, representative: Any, stored: StoredFile) -> dict[str, Any]:
    """The words of the addresses above."""
    district = Place.objects.get(level="district")
    incubation = begin_incubation(Beginning(organisation, "outside", None, []), actor=officer)
    step = Step.objects.get(position=1)
    evidence = send_evidence(Sent(incubation, step, "x"), actor=representative)
    values = {"topic": "x", "where": "x", "starts_at": BEGINS, "hours": 1, "capacity": 1}
    training = plan_training(Session(district, values), actor=officer)
    centre = Centre.objects.create(**Centre.at(district), name="x")
    return {
        "incubation": incubation.number,
        "evidence": evidence.number,
        "evidence_file": EvidenceFile.objects.create(evidence=evidence, file=stored, what="photo").pk,
        "training": training.number,
        "step": step.pk,
        "centre": centre.pk,
        "centre_service": CentreService.objects.create(centre=centre, name="x").pk,
    }
