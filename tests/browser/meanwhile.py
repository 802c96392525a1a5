"""What happens between two pages in the site's own process: time passes, and those act whose pages others walk.

``Site.meanwhile`` runs these there by name, never in the tests' own process. They take and return text.
"""

import datetime
import json
from dataclasses import asdict
from decimal import Decimal

from django.utils import timezone

from linli.audit import sealing
from linli.demo.applications import pdf
from linli.demo.handout import sign_in
from linli.kernel.files import Pdf
from linli.kernel.registry import periodic
from linli.organisations.applications.actions.applications import Applying, Filling, SentPaper, apply
from linli.organisations.applications.actions.opinions import Saying
from linli.organisations.applications.flows import APPLICATION, OPINION
from linli.organisations.applications.models import Application, Opinion, ServiceItem
from linli.organisations.incubation.actions.evidence import Sent, send_evidence
from linli.organisations.incubation.flows.incubations import EVIDENCE
from linli.organisations.incubation.models import Incubation, Mentoring
from linli.organisations.ratings.actions.scoring import Given
from linli.organisations.ratings.flows import SCORE
from linli.organisations.ratings.models import Rating, Score
from linli.organisations.registry.models import Organisation
from linli.people.actors import StaffActor, actor_of
from linli.people.models import User

DAY = datetime.timedelta(days=1)
MONTH, YEAR = 30 * DAY, 366 * DAY
SHARE = Decimal("0.85")
"""Of each indicator's points: enough for 3A, too little for 4A."""


def sign_in_of(username: str) -> str:
    """A password and a second factor, as the demo hands them out."""
    return json.dumps(asdict(sign_in(username)))


def handler_of(unit: str) -> str:
    """Who sits there."""
    return User.objects.filter(posts__unit__name=unit).earliest("pk").username


def a_month(incubation: str) -> str:
    """It began a month sooner; then its mentor is reminded, whatever day of the month it is."""
    found = Incubation.objects.get(number=incubation)
    Incubation.objects.filter(pk=found.pk).update(began_on=found.began_on - MONTH, step_since=found.step_since - MONTH)
    mentorings = Mentoring.objects.filter(incubation=found)
    mentorings.update(valid_from=found.began_on - MONTH)
    periodic["incubation.make_visits"].run()
    return ""


def years(organisation: str, count: str) -> str:
    """So many years ago was what happened to it so far."""
    found = Organisation.objects.get(number=organisation)
    assert found.filed_on is not None
    Organisation.objects.filter(pk=found.pk).update(filed_on=found.filed_on - int(count) * YEAR)
    return ""


def idle(organisation: str, months: str) -> str:
    """Nobody heard of it for so long; then the worker looks for the idle."""
    silent_since = timezone.localdate() - int(months) * MONTH - DAY
    Organisation.objects.filter(number=organisation).update(active_on=silent_since)
    periodic["organisations.warn_idle"].run()
    return ""


def goes_on(incubation: str, speaker: str, judge: str, until: str) -> str:
    """Evidence for the steps up to ``until``, each sent and accepted."""
    found = Incubation.objects.get(number=incubation)
    while not found.is_complete and found.step.position <= int(until):
        step = found.step
        sent = Sent(found, step, f"{step.name}：按要求做了，附记录。", dict.fromkeys(step.numbers, 12))
        EVIDENCE.make(send_evidence(sent, actor=_actor(speaker)), "accept", actor=_actor(judge))
        found.refresh_from_db()
    return ""


def sends_papers(application: str, speaker: str) -> str:
    """Whatever of the papers that must be there is not there yet."""
    _send_papers(Application.objects.get(number=application), _actor(speaker))
    return ""


def agree(application: str) -> str:
    """All departments that have not answered."""
    for opinion in Opinion.objects.filter(application__number=application, state="asked").order_by("pk"):
        actor = _actor(handler_of(opinion.unit.name))
        OPINION.make(opinion, "agree", actor=actor, data=Saying(""))
    return ""


def applies(organisation: str, item: str, speaker: str, officer: str) -> str:
    """The whole way to the decision, which is left; the application's number."""
    actor = _actor(speaker)
    wanted = ServiceItem.objects.on(timezone.localdate()).get(code=item)
    made = apply(Applying(Organisation.objects.get(number=organisation), wanted), actor=actor)
    APPLICATION.make(made, "fill", actor=actor, data=Filling("材料已备齐，请审查。"))
    _send_papers(made, actor)
    APPLICATION.make(Application.objects.get(pk=made.pk), "submit", actor=actor)
    APPLICATION.make(Application.objects.get(pk=made.pk), "accept", actor=_actor(officer))
    agree(made.number)
    return made.number


def seal() -> str:
    """What was done so far is in the chain, as it is within ten seconds where a worker runs."""
    sealing.seal()
    return ""


def score(rating: str) -> str:
    """All raters but one, whose username comes back."""
    left, *others = Score.objects.filter(rating__number=rating, state="asked").order_by("pk")
    for one in others:
        leaves = one.rating.round.indicators.leaves()
        points = {leaf.code: leaf.weight * SHARE // Decimal("0.5") * Decimal("0.5") for leaf in leaves}
        assert one.expert.user is not None
        SCORE.make(one, "submit", actor=actor_of(one.expert.user), data=Given(points))
    assert left.expert.user is not None
    return left.expert.user.username


def notice_ends(rating: str) -> str:
    Rating.objects.filter(number=rating).update(notice_until=timezone.localdate() - DAY)
    return ""


def _actor(username: str) -> StaffActor:
    return actor_of(User.objects.get(username=username))


def _send_papers(application: Application, actor: StaffActor) -> None:
    there = set(application.papers.values_list("name", flat=True))
    for number, wanted in enumerate(application.item.papers.filter(is_required=True)):
        if wanted.name not in there:
            sent = SentPaper(wanted.name, Pdf(pdf(number)))
            APPLICATION.make(Application.objects.get(pk=application.pk), "add_paper", actor=actor, data=sent)
