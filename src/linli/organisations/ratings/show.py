"""How ratings are shown: the grade to everybody, how it came about to those concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.flow import showing, timeline
from linli.flow.sections import Section
from linli.flow.showing import Row, Tones, part_rows
from linli.kernel.actor import Actor
from linli.organisations.ratings.actions.applying import obstacles
from linli.organisations.ratings.actions.scoring import combine
from linli.organisations.ratings.flows import RATING, ROUND
from linli.organisations.ratings.models import GradeBenefit, Indicator, Rating, RatingRound, Score
from linli.organisations.ratings.policies import can_decide, can_read
from linli.organisations.ratings.rules import TRIM
from linli.organisations.ratings.standing import RATING as BY_RATING
from linli.organisations.ratings.standing import standings_of
from linli.organisations.ratings.states import UNDECIDED, Panel, RatingState, RoundState, ScoreState, StarState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_act_for, can_keep
from linli.organisations.registry.states import REGISTERED_KINDS, SOCIAL_KINDS, OrganisationState

ROUND_TONES: Tones = {RoundState.OPEN: "going", RoundState.ENDED: "done"}
TONES: Tones = {
    RatingState.DRAFT: "waiting",
    RatingState.APPLIED: "waiting",
    RatingState.ACCEPTED: "going",
    RatingState.SCORING: "going",
    RatingState.NOTICE: "going",
    RatingState.APPEALED: "going",
    RatingState.HEARD: "going",
    RatingState.IN_FORCE: "done",
    RatingState.EXPIRING: "near",
    RatingState.EXPIRED: "waiting",
    RatingState.UNGRADED: "waiting",
    RatingState.REFUSED: "waiting",
    RatingState.WITHDRAWN: "waiting",
}
SCORE_TONES: Tones = {
    ScoreState.ASKED: "waiting",
    ScoreState.SUBMITTED: "done",
    ScoreState.DECLINED: "waiting",
    ScoreState.LAPSED: "waiting",
}
STAR_TONES: Tones = {
    StarState.GIVEN: "done",
    StarState.REPLACED: "waiting",
    StarState.EXPIRED: "near",
    StarState.WITHDRAWN: "waiting",
}


def round_facts(found: RatingRound) -> dict[str, Any]:
    return {"agency": found.agency, "apply_by": found.apply_by, "score_by": found.score_by}


def facts(rating: Rating) -> dict[str, Any]:
    """What is public of it, and nothing of it before anything is."""
    public = rating.is_public
    return {
        "organisation": {"number": rating.organisation.number, "name": rating.organisation.name},
        "round": rating.round.number,
        "score": rating.score if public else None,
        "grade": rating.grade_word if public else "",
        "notice_until": rating.notice_until if public else None,
        "valid_from": rating.valid_from,
        "expires_on": rating.expires_on,
        "reason": rating.reason,
    }


def score_facts(score: Score) -> dict[str, Any]:
    """That it is asked for; what was given is read on the page by who gave it."""
    return {"rating": score.rating.number, "panel": score.panel}


@dataclass(frozen=True)
class Line:
    """An indicator on a rating's page: what they gave themselves, and what the raters gave in the mean."""

    indicator: Indicator
    own: str
    mean: Decimal | None


def _lines(rating: Rating, given: Sequence[Score], *, with_means: bool) -> list[Line]:
    return [
        Line(
            one,
            rating.self_points.get(one.code, ""),
            combine([Decimal(score.points[one.code]) for score in given], trim=TRIM.at(rating.path))
            if with_means and given and one.parent_id
            else None,
        )
        for one in rating.round.indicators.tree()
    ]


def rating_context(rating: Rating, actor: Actor) -> dict[str, object]:
    """The page for this reader: everybody, the rated, a rater, the office."""
    scores = list(Score.objects.filter(rating=rating).for_list().order_by("panel", "pk"))
    mine = [score for score in scores if actor.id is not None and score.user_id == actor.id]
    mine = [score for score in mine if score.state != ScoreState.DECLINED]
    may_read, may_decide = can_read(actor, rating) is not None, can_decide(actor, rating) is not None
    is_known = rating.is_public or (may_read and rating.score is not None)
    last = Panel.APPEAL if rating.state == RatingState.HEARD or rating.before_appeal else Panel.FIRST
    given = [score for score in scores if score.panel == last and score.state == ScoreState.SUBMITTED]
    is_over = rating.score is not None and rating.state != RatingState.APPEALED
    return {
        "rating": rating,
        "head": showing.head_of(rating),
        "is_known": is_known,
        "may_read": may_read,
        "may_judge": bool(mine),
        "lines_of_points": _lines(rating, given, with_means=may_read and is_over) if may_read or mine else [],
        "mine": part_rows(mine, actor),
        "raters": part_rows(scores, actor) if may_decide else [],
        "shows_totals": may_decide and is_over,
        "benefits": list(GradeBenefit.objects.opened_by(rating.grade)) if is_known and rating.grade else [],
        "offers": RATING.available(rating, actor),
        "lines": timeline.for_staff(rating) if may_read else (timeline.for_public(rating) if rating.is_public else []),
    }


def round_context(found: RatingRound, actor: Actor, rows: list[Row[Rating]]) -> dict[str, object]:
    return {
        "round": found,
        "head": showing.head_of(found),
        "tree": found.indicators.tree(),
        "steps": list(found.indicators.steps.all()),
        "rows": rows,
        "offers": ROUND.available(found, actor),
        "lines": timeline.for_public(found),
    }


def section(organisation: Organisation, actor: Actor) -> Section | None:
    """The card on an organisation's page: what it has, what that opens, what one may begin."""
    if organisation.legal_kind not in SOCIAL_KINDS or organisation.state == OrganisationState.LISTED:
        return None
    standing = standings_of([organisation.pk]).get(organisation.pk)
    speaks = can_act_for(actor, organisation) is not None
    is_rated = organisation.state == OrganisationState.REGISTERED and organisation.legal_kind in REGISTERED_KINDS
    open_one = Rating.objects.filter(organisation=organisation, state__in=UNDECIDED).visible_to(actor).first()
    against = list(obstacles(organisation)) if speaks and is_rated and open_one is None else []
    benefits: list[GradeBenefit] = []
    if standing and standing.kind == BY_RATING:
        benefits = list(GradeBenefit.objects.opened_by(standing.level))
    content = {
        "standing": standing,
        "benefits": benefits,
        "undecided": open_one,
        "against": against,
        "may_apply": speaks and is_rated and open_one is None and not against,
        "may_star": organisation.state == OrganisationState.ON_FILE and can_keep(actor, organisation) is not None,
        "through_hub": organisation.state == OrganisationState.ON_FILE and organisation.hub is not None,
        "is_rated": is_rated,
    }
    return Section(_("评估等级") if is_rated else _("星级"), "ratings/_rating.html", content)
