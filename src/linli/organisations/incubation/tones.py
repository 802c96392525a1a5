"""For each state the tone of its badge."""

from linli.flow.showing import Tones
from linli.organisations.incubation.states import (
    EvidenceState,
    FindingState,
    IncubationState,
    RequestState,
    TrainingState,
    VisitState,
)

FINDING_TONES: Tones = {
    FindingState.FOUND: "waiting",
    FindingState.INVITED: "going",
    FindingState.ACCEPTED: "done",
    FindingState.DECLINED: "waiting",
    FindingState.NO_ANSWER: "waiting",
}
INCUBATION_TONES: Tones = {
    IncubationState.GOING: "going",
    IncubationState.PAUSED: "waiting",
    IncubationState.GRADUATED: "done",
    IncubationState.DROPPED: "waiting",
}
EVIDENCE_TONES: Tones = {
    EvidenceState.SENT: "going",
    EvidenceState.ACCEPTED: "done",
    EvidenceState.RETURNED: "near",
    EvidenceState.WITHDRAWN: "waiting",
    EvidenceState.RELEASED: "waiting",
}
VISIT_TONES: Tones = {
    VisitState.DUE: "going",
    VisitState.DONE: "done",
    VisitState.MISSED: "near",
    VisitState.RELEASED: "waiting",
}
REQUEST_TONES: Tones = {
    RequestState.ASKED: "going",
    RequestState.GIVEN: "done",
    RequestState.REFUSED: "waiting",
    RequestState.RELEASED: "waiting",
}
TRAINING_TONES: Tones = {
    TrainingState.PLANNED: "going",
    TrainingState.HELD: "done",
    TrainingState.CALLED_OFF: "waiting",
}
