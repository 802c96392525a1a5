"""Opening a paper: by whom, on the trail, for papers hold what people are called and where they live."""

from typing import Any

from linli.audit import trail
from linli.kernel.models import StoredFile
from linli.kernel.problems import NotFound
from linli.organisations.models import Application, Paper
from linli.organisations.onestop.policies import can_open_papers


def open_paper(application: Application, paper: Paper, *, actor: Any) -> StoredFile:
    """Its file. Raises NotFound for whoever may see the application and not its papers."""
    warrant = can_open_papers(actor, application)
    if warrant is None:
        raise NotFound()
    trail.record(
        "application.open_paper",
        actor=actor,
        on_behalf_of=warrant.on_behalf_of,
        subject_kind=Application.kind,
        subject_id=application.pk,
        detail={"role": warrant.role, "paper": paper.name, "paper_version": paper.version},
    )
    return paper.file
