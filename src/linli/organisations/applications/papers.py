"""The papers of an application, each in its versions. They hold names and addresses: the trail tells who opens one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.files import Pdf, Picture, keep
from linli.kernel.models import StoredFile
from linli.kernel.problems import Invalid, NotFound
from linli.organisations.applications.models import Application, Document
from linli.organisations.applications.policies import can_open_papers
from linli.people.warranted import record_act

OTHER, CERTIFICATE = "其他材料", "登记证书"
"""Names of papers that no item asks for. Like those in the catalogue they are data: kept, not told."""
MOST = 200
"""Versions of all papers of one application."""


@dataclass(frozen=True)
class PaperRow:
    """One paper, asked for or not, with its versions, the newest first."""

    name: str
    is_required: bool
    note: str
    versions: Sequence[Document]

    @property
    def latest(self) -> Document | None:
        return self.versions[0] if self.versions else None

    @property
    def is_missing(self) -> bool:
        return self.is_required and not self.versions


def rows_of(application: Application) -> list[PaperRow]:
    """What the item asks for, in its order, then what came besides. Two queries."""
    versions: dict[str, list[Document]] = defaultdict(list)
    for paper in application.papers.order_by("-version"):
        versions[paper.name].append(paper)
    rows = [
        PaperRow(asked.name, asked.is_required, asked.note, versions.pop(asked.name, []))
        for asked in application.item.papers.all()
    ]
    return [*rows, *(PaperRow(name, False, "", found) for name, found in versions.items())]


def names_of(application: Application) -> list[str]:
    """What a paper that is sent may be called."""
    return list(dict.fromkeys([*(row.name for row in rows_of(application)), OTHER]))


def latest(application: Application) -> list[Document]:
    """The version of each paper that counts now."""
    newest: dict[str, Document] = {}
    for paper in application.papers.order_by("version"):
        newest[paper.name] = paper
    return list(newest.values())


def add(application: Application, name: str, document: Picture | Pdf) -> Document:
    """The next version of a paper, under the lock of the application."""
    if application.papers.count() >= MOST:
        raise Invalid(errors={"file": [_("这份申请的材料太多了，请联系受理人")]})
    last = application.papers.filter(name=name).order_by("-version").first()
    return Document.objects.create(
        application=application,
        name=name,
        version=last.version + 1 if last else 1,
        file=keep(document),
        sent_at=timezone.now(),
    )


def copy(papers: Iterable[Document], into: Application) -> None:
    """What was handed in with the refused application lies there again, as first versions."""
    now = timezone.now()
    Document.objects.bulk_create(
        Document(application=into, name=paper.name, version=1, file_id=paper.file_id, sent_at=now) for paper in papers
    )


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
