"""An organisation asks to be rated, says how it sees itself, and is let in; the raters are drawn."""

from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.flow.flow import start
from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Conflict, Forbidden, Invalid
from linli.organisations.experts.draws import commit_for
from linli.organisations.experts.models import Draw
from linli.organisations.experts.payloads import Wanted
from linli.organisations.experts.states import DrawState
from linli.organisations.ratings.eligibility import obstacles
from linli.organisations.ratings.models import Rating, RatingRound
from linli.organisations.ratings.payloads import Application, SelfScore
from linli.organisations.ratings.rules import RATERS
from linli.organisations.ratings.scoring import as_text, total_of
from linli.organisations.ratings.states import Panel, RatingState, RoundState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for


@transaction.atomic
def apply(data: Application, *, actor: Actor) -> Rating:
    """Begin an application. Raises Forbidden for somebody else's organisation, Invalid with what stands against it."""
    # The round first: whoever ends it goes on to its organisations.
    asked = RatingRound.objects.select_for_update(of=("self",)).get(pk=data.round.pk)
    organisation = Organisation.objects.held(data.organisation.pk)
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
    try:
        with transaction.atomic():
            start(rating, actor=actor, warrant=warrant)
    except IntegrityError as error:
        raise Invalid(errors={"organisation": [_("这个组织已有一份没有办完的评估申请。")]}) from error
    return rating


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
