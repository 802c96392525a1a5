"""What lower rooms have to know of ratings."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.audit.words import KindWords, kinds
from linli.flow.flow import reactions
from linli.flow.resources import Beginning, Resource, declare
from linli.flow.sections import add_section
from linli.kernel.actor import Actor
from linli.kernel.registry import MenuItem, Periodic, menu, periodic
from linli.organisations.ratings import show
from linli.organisations.ratings.actions.applying import apply
from linli.organisations.ratings.actions.following import follow_draw, follow_leaving, sweep
from linli.organisations.ratings.actions.rounds import begin_round
from linli.organisations.ratings.actions.stars import give_stars
from linli.organisations.ratings.flows import RATING, ROUND, SCORE, STAR
from linli.organisations.ratings.forms import ApplicationForm, RoundForm, StarForm
from linli.organisations.ratings.models import Rating, RatingRound, Score, Star
from linli.organisations.ratings.policies import (
    can_apply,
    can_begin_round,
    can_give_star,
    can_read,
    can_read_star,
    can_run,
)
from linli.organisations.ratings.standing import words_of
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.policies import can_see_organisations
from linli.organisations.registry.standings import standings
from linli.people.policies import can_set_up


def register() -> None:
    menu.add("rated", MenuItem(_("评估等级"), "rated", _looks_at_grades, 35, under="organisations"))
    menu.add("indicators", MenuItem(_("评估指标"), "indicators_setup", can_set_up, position=65))
    periodic.add("organisations.expire_ratings", Periodic(timedelta(hours=1), sweep))
    reactions.add("ratings.follow_draw", follow_draw)
    reactions.add("ratings.follow_leaving", follow_leaving)
    standings.add("ratings", words_of)
    add_section(Organisation, "ratings", show.section)
    for resource in _resources():
        declare(resource)
    grades = {"score": _("得分"), "grade": _("等级"), "self_total": _("自评分")}
    kinds.add("rating", KindWords(facts=grades))
    kinds.add("rating_round", KindWords(facts={"concluded": _("已出结果")}))
    kinds.add("indicators", KindWords(_("评估指标"), acts={"publish": _("发布评估指标")}))


def _looks_at_grades(actor: Actor) -> object:
    return actor.kind == "visitor" or can_see_organisations(actor)


def _resources() -> list[Resource[Any]]:
    rounds = Resource(
        ROUND,
        _("等级评估"),
        begun=_("开始一轮评估"),
        seen=lambda actor: RatingRound.objects.visible_to(actor).for_list(),
        tones=show.ROUND_TONES,
        facts=show.round_facts,
        may_read=can_run,
        begin=Beginning(_("开始一轮评估"), can_begin_round, RoundForm, begin_round),
    )
    ratings = Resource(
        RATING,
        _("组织评估"),
        begun=_("申请等级评估"),
        seen=lambda actor: Rating.objects.visible_to(actor).for_list(),
        tones=show.TONES,
        facts=show.facts,
        may_read=can_read,
        begin=Beginning(_("申请等级评估"), can_apply, ApplicationForm, apply),
    )
    scores = Resource(
        SCORE,
        _("评委评分"),
        begun=_("请评委评分"),
        seen=lambda actor: Score.objects.visible_to(actor).for_list(),
        tones=show.SCORE_TONES,
        facts=show.score_facts,
        is_told_outside=False,
    )
    stars = Resource(
        STAR,
        _("组织星级"),
        begun=_("评星"),
        seen=lambda actor: Star.objects.visible_to(actor).for_list(),
        tones=show.STAR_TONES,
        facts=lambda star: {"stars": star.stars, "items": star.items, "expires_on": star.expires_on},
        may_read=can_read_star,
        begin=Beginning(_("评星"), can_give_star, StarForm, give_stars),
    )
    return [rounds, ratings, scores, stars]
