"""What a department says, asks and hears. Each runs under the application's lock, so that no answer is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.flow import cause
from linli.kernel.actor import Actor
from linli.kernel.problems import Conflict, Invalid
from linli.organisations.applications import clock, papers
from linli.organisations.applications.actions.applications import SentPaper
from linli.organisations.applications.models import Application, Opinion, Question
from linli.organisations.applications.states import UNDECIDED, ApplicationState, OpinionState


@dataclass(frozen=True)
class Saying:
    """``looked_at`` is how many papers lay there when the page was opened; None: whoever asks does not say."""

    words: str
    looked_at: int | None = None


def give(record: Opinion, *, actor: Actor, data: Saying) -> Mapping[str, object]:
    """Agree or object, on the papers that lie there now. With the last one the application waits to be decided."""
    application = _held(record)
    _check_papers(application, data)
    now = timezone.now()
    clock.end(record, now)
    record.words, record.answered_at = data.words, now
    record.seen.set(papers.latest(application))
    if not _others(record).open().exists():
        cause(application, "collect", actor=actor)
    return {}


def ask(record: Opinion, *, actor: Actor, data: Saying) -> Mapping[str, object]:
    """The clocks stop: this one, and with the first that stops that of the whole."""
    application = _held(record)
    _check_papers(application, data)
    now = timezone.now()
    clock.stop(record, now)
    Question.objects.create(opinion=record, text=data.words, asked_at=now)
    if not _others(record).filter(state=OpinionState.STOPPED).exists():
        cause(application, "stop_clock", actor=actor)
    return {}


@dataclass(frozen=True)
class Supply:
    """The applicant's answer, with a paper or without."""

    answer: str
    paper: SentPaper | None = None


def supply(record: Opinion, *, actor: Actor, data: Supply) -> Mapping[str, object]:
    """The applicant answers; the clock goes on with the days that are left, the whole's with the last that stood."""
    application = _held(record)
    now = timezone.now()
    question = Question.objects.filter(opinion=record, answered_at=None).latest("id")
    question.answer, question.answered_at = data.answer, now
    question.save(update_fields=["answer", "answered_at"])
    facts: dict[str, object] = {}
    if data.paper is not None:
        paper = papers.add(application, data.paper.name, data.paper.document)
        facts = {"paper": paper.name, "paper_version": paper.version}
    clock.go_on(record, now)
    if not _others(record).filter(state=OpinionState.STOPPED).exists():
        cause(application, "run_clock", actor=actor)
    return facts


def release(record: Opinion, *, actor: Actor, data: None) -> None:
    """Nobody waits for it any more. That it was late stays."""
    now = timezone.now()
    if clock.is_late(record, now):
        record.is_in_time = False
    record.days_used += clock.used(record, now)
    record.running_since = None


def _held(record: Opinion) -> Application:
    """The application as it is under its lock."""
    application = Application.objects.select_related("item", "organisation").get(pk=record.application_id)
    if application.state not in UNDECIDED:
        state = ApplicationState(application.state).label
        raise Conflict(_("这份申请现在是“%(state)s”，不再收意见") % {"state": state}, code="decided")
    return application


def _check_papers(application: Application, data: Saying) -> None:
    if data.looked_at is not None and data.looked_at != application.papers.count():
        text = _("您打开页面后申请人补交了材料，请看过再答复")
        raise Invalid(text, code="papers_changed", errors={"note": [text]})


def _others(record: Opinion) -> Any:
    return Opinion.objects.filter(application=record.application_id).exclude(pk=record.pk)
