"""An organisation asks to be rated, says how it sees itself, and is let in; the raters are drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.flow.flow import start
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.experts.actions.draws import Wanted, commit_for
from linli.organisations.experts.models import Draw
from linli.organisations.experts.states import DrawState
from linli.organisations.ratings.actions.scoring import Points, as_text, total_of
from linli.organisations.ratings.dates import years_after
from linli.organisations.ratings.models import Rating, RatingRound
from linli.organisations.ratings.rules import AGAIN_AFTER, RATERS, REGISTERED_YEARS
from linli.organisations.ratings.states import UNDECIDED, Panel, RatingState, RoundState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for
from linli.organisations.registry.states import REGISTERED_KINDS, OrganisationState


def obstacles(organisation: Organisation) -> Iterator[str]:
    """Why it cannot apply today, each in a sentence; none where it may."""
    today, path = timezone.localdate(), organisation.path
    if organisation.state != OrganisationState.REGISTERED or organisation.legal_kind not in REGISTERED_KINDS:
        yield _("只有已登记的社会组织才参加等级评估；备案的社区社会组织由街道评星。")
        return
    years = REGISTERED_YEARS.at(path)
    if organisation.registered_on is None or years_after(organisation.registered_on, years) > today:
        yield _("登记满 %(years)s 年才能申请评估。") % {"years": years}
    found = Rating.objects.filter(organisation=organisation)
    if found.filter(state__in=UNDECIDED).exists():
        yield _("这个组织已有一份没有办完的评估申请。")
    if rated := found.filter(state=RatingState.IN_FORCE).first():
        yield _("现有等级有效期至 %(day)s，快到期时才能再申请。") % {"day": rated.expires_on}
    again = AGAIN_AFTER.at(path)
    if found.filter(state=RatingState.WITHDRAWN, ended_on__gt=years_after(today, -again)).exists():
        yield _("等级被取消后满 %(years)s 年才能再申请。") % {"years": again}


@dataclass(frozen=True)
class Application:
    organisation: Organisation
    round: RatingRound


@transaction.atomic
def apply(data: Application, *, actor: Actor) -> Rating:
    """Begin an application. Raises Forbidden for somebody else's organisation, Invalid with what stands against it."""
    # The round first: whoever ends it goes on to its organisations.
    asked = RatingRound.objects.select_for_update(of=("self",)).get(pk=data.round.pk)
    organisation = Organisation.objects.locked(data.organisation.pk)
    warrant = can_act_for(actor, organisation)
    if warrant is None:
        raise Forbidden()
    if against := list(obstacles(organisation)):
        raise Invalid(errors={"organisation": against})
    if asked.state != RoundState.OPEN or timezone.localdate() > asked.apply_by:
        raise Invalid(errors={"round": [_("这一轮评估已不接受申请")]})
    if not organisation.path.startswith(asked.path):
        raise Invalid(errors={"round": [_("这一轮评估不在组织所在的地方")]})
    rating = Rating(place_id=organisation.place_id, path=organisation.path, organisation=organisation, round=asked)
    start(rating, actor=actor, warrant=warrant)
    return rating


@dataclass(frozen=True)
class SelfScore:
    points: Points
    statement: str


def submit(rating: Rating, *, actor: Actor, data: SelfScore) -> Mapping[str, object]:
    if timezone.localdate() > rating.round.apply_by:
        raise Conflict(_("申请截止日已过"), code="too_late")
    rating.self_points, rating.statement = as_text(data.points), data.statement
    rating.self_total = total_of(rating.round.indicators, data.points)
    return {"self_total": str(rating.self_total)}


def accept(rating: Rating, *, actor: Actor, data: None) -> Mapping[str, object]:
    """The organisation may be rated: its raters are to be drawn."""
    rating.draw = _draw(rating, actor, Panel.FIRST)
    return {"into": rating.draw.number}


def draw_again(rating: Rating, *, actor: Actor, data: None) -> Mapping[str, object]:
    """After the draw was called off."""
    is_appeal = rating.state == RatingState.APPEALED
    called_off = rating.appeal_draw if is_appeal else rating.draw
    if called_off is None or called_off.state != DrawState.VOID:
        raise Conflict(_("原来的抽取没有作废，不能再抽"), code="drawn_already")
    made = _draw(rating, actor, Panel.APPEAL if is_appeal else Panel.FIRST)
    if is_appeal:
        rating.appeal_draw = made
    else:
        rating.draw = made
    return {"into": made.number}


def hear_appeal(rating: Rating, *, actor: Actor, reasons: str) -> Draw:
    """Others than those who rated it first."""
    rating.appeal, rating.before_appeal = reasons, rating.grade
    rating.appeal_draw = _draw(rating, actor, Panel.APPEAL)
    return rating.appeal_draw


def _draw(rating: Rating, actor: Actor, panel: Panel) -> Draw:
    wanted = Wanted(
        place=rating.round.place,
        purpose=_purpose(rating, panel),
        seats=RATERS.at(rating.path),
        organisations=[rating.organisation],
        needs_account=True,
        not_from=rating.draw if panel == Panel.APPEAL else None,
        about=rating.number,
    )
    return commit_for(wanted, actor=actor, warrant=Warrant(""))


def _purpose(rating: Rating, panel: Panel) -> str:
    """In the language of the house, whoever acts: two draws of one purpose have to be called the same."""
    with translation.override(settings.LANGUAGE_CODE):
        purpose = _("%(name)s评估复核 %(number)s") if panel == Panel.APPEAL else _("%(name)s等级评估 %(number)s")
        return purpose % {"number": rating.number, "name": rating.organisation.name}
