"""Opening a paper: by whom, on the trail, for papers hold what people are called and where they live."""

from linli.kernel.actor import Actor
from linli.kernel.models import StoredFile
from linli.kernel.problems import NotFound
from linli.organisations.applications.models import Application, Document
from linli.organisations.applications.policies import can_open_papers
from linli.people.warranted import record_act


def open_paper(application: Application, paper: Document, *, actor: Actor) -> StoredFile:
    """Its file. Raises NotFound for whoever may see the application and not its papers."""
    warrant = can_open_papers(actor, application)
    if warrant is None:
        raise NotFound()
    record_act(
        "application.open_paper",
        actor=actor,
        warrant=warrant,
        kind=Application.kind,
        key=application.pk,
        detail={"paper": paper.name, "paper_version": paper.version},
    )
    return paper.file
