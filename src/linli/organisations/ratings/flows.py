"""The tables of a round, a rating, a score and of stars; and who has one until when."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.flow.due import after_workdays, until_day
from linli.flow.flow import Flow
from linli.flow.moves import move, nobody
from linli.inbox.actions import Wait
from linli.organisations.ratings import rules
from linli.organisations.ratings.actions import applying, deciding, rounds, scoring, stars
from linli.organisations.ratings.forms import AppealForm, EndForm, LowerForm, ScoreForm, SelfScoreForm
from linli.organisations.ratings.models import Rating, RatingRound, Score, Star
from linli.organisations.ratings.policies import can_change_star, can_decide, can_run, can_score, can_speak
from linli.organisations.ratings.states import CURRENT, UNDECIDED, Panel, RatingState, RoundState, ScoreState, StarState
from linli.organisations.registry.assignees import above, officer, representatives
from linli.people import holders

R, S, T = RatingState, ScoreState, StarState


def round_open(record: RatingRound, now: datetime.datetime) -> Wait:
    """The officer ends it when all is scored."""
    return until_day(officer(record.path), record.score_by, path=record.path, since=now, escalate_to=above(record.path))


def draft(rating: Rating, now: datetime.datetime) -> Wait:
    who = representatives(rating.organisation)
    return until_day(who, rating.round.apply_by, path=rating.path, since=now)


def _office(rating: Rating, day: datetime.date, now: datetime.datetime) -> Wait:
    path = rating.round.path
    return until_day(officer(path), day, path=path, since=now, escalate_to=above(path))


def applied(rating: Rating, now: datetime.datetime) -> Wait:
    return _office(rating, after_workdays(now, rules.CHECK_WITHIN.at(rating.path)), now)


def noticed(rating: Rating, now: datetime.datetime) -> Wait:
    """To be confirmed some days after the notice has ended."""
    last = rating.notice_until or now.date()
    end = datetime.datetime.combine(last, datetime.time(), now.tzinfo)
    return _office(rating, after_workdays(end, rules.CONFIRM_WITHIN.at(rating.path)), now)


def heard(rating: Rating, now: datetime.datetime) -> Wait:
    return _office(rating, after_workdays(now, rules.CONFIRM_WITHIN.at(rating.path)), now)


def expiring(rating: Rating, now: datetime.datetime) -> Wait:
    """The organisation is reminded; nobody else is late when it lets the grade lapse."""
    last = rating.expires_on or now.date()
    return until_day(representatives(rating.organisation), last, path=rating.path, since=now)


def asked(score: Score, now: datetime.datetime) -> Wait | None:
    user = score.expert.user_id
    if user is None:
        return None
    day = score.rating.round.score_by
    if score.panel == Panel.APPEAL:
        day = after_workdays(now, rules.SCORE_APPEAL_WITHIN.at(score.path))
    path = score.rating.round.path
    return until_day(holders.of_user(user), day, path=path, since=now, escalate_to=officer(path))


def star_expired(star: Star, now: datetime.datetime) -> Wait:
    day = after_workdays(now, rules.STAR_AGAIN_WITHIN.at(star.path))
    return until_day(officer(star.path), day, path=star.path, since=now)


ROUND = Flow(
    RatingRound,
    RoundState,
    move(
        "end",
        RoundState.OPEN,
        RoundState.ENDED,
        _("结束这一轮"),
        allow=can_run,
        do=rounds.end_round,
        done_words=RoundState.ENDED.label,
    ),
    initial=RoundState.OPEN,
    waits={RoundState.OPEN: round_open},
)

RATING = Flow(
    Rating,
    RatingState,
    move(
        "submit",
        R.DRAFT,
        R.APPLIED,
        _("提交自评"),
        allow=can_speak,
        form=SelfScoreForm,
        do=applying.submit,
        done_words=_("提交了自评"),
    ),
    move(
        "give_up",
        (R.DRAFT, R.APPLIED),
        R.REFUSED,
        _("撤回申请"),
        allow=can_speak,
        is_refusal=True,
        is_aside=True,
        done_words=_("撤回了申请"),
    ),
    move(
        "accept",
        R.APPLIED,
        R.ACCEPTED,
        _("符合参评条件"),
        allow=can_decide,
        do=applying.accept,
        done_words=_("通过资格审核"),
    ),
    move(
        "return",
        R.APPLIED,
        R.DRAFT,
        _("退回补充"),
        allow=can_decide,
        needs_note=True,
        is_refusal=True,
        done_words=_("退回补充自评"),
    ),
    move(
        "refuse",
        R.APPLIED,
        R.REFUSED,
        _("不予评估"),
        allow=can_decide,
        needs_note=True,
        is_refusal=True,
        is_aside=True,
        done_words=R.REFUSED.label,
    ),
    move("lapse", R.DRAFT, R.REFUSED, _("没有提交"), allow=nobody, done_words=_("本轮结束前没有提交")),
    move("leave", UNDECIDED, R.REFUSED, _("组织已退出"), allow=nobody),
    move("seat", R.ACCEPTED, R.SCORING, _("评委抽出"), allow=nobody, done_words=_("评委已抽出，开始评分")),
    move("unseat", R.SCORING, R.ACCEPTED, _("抽取作废"), allow=nobody, done_words=_("抽取作废，评分不算")),
    move(
        "draw_again",
        R.ACCEPTED,
        R.ACCEPTED,
        _("重新抽取评委"),
        allow=can_decide,
        do=applying.draw_again,
        is_aside=True,
        done_words=_("重新抽取评委"),
    ),
    move(
        "draw_appeal_again",
        R.APPEALED,
        R.APPEALED,
        _("重新抽取复核评委"),
        allow=can_decide,
        do=applying.draw_again,
        is_aside=True,
        done_words=_("重新抽取复核评委"),
    ),
    move(
        "conclude",
        R.SCORING,
        R.NOTICE,
        _("评分完成"),
        allow=nobody,
        do=deciding.conclude,
        done_words=_("评分完成，开始公示"),
    ),
    move(
        "appeal",
        R.NOTICE,
        R.APPEALED,
        _("申请复核"),
        allow=can_speak,
        form=AppealForm,
        do=deciding.appeal,
        done_words=_("申请复核"),
    ),
    move(
        "conclude_appeal",
        R.APPEALED,
        R.HEARD,
        _("复核评分完成"),
        allow=nobody,
        do=deciding.conclude_appeal,
        done_words=R.HEARD.label,
    ),
    move(
        "confirm",
        (R.NOTICE, R.HEARD),
        R.IN_FORCE,
        _("确认等级"),
        allow=can_decide,
        do=deciding.confirm,
        done_words=_("等级生效"),
    ),
    move(
        "close_without",
        (R.NOTICE, R.HEARD),
        R.UNGRADED,
        _("未达等级，办结"),
        allow=can_decide,
        do=deciding.close_without,
        is_aside=True,
        is_refusal=True,
        done_words=R.UNGRADED.label,
    ),
    move("warn", R.IN_FORCE, R.EXPIRING, _("快到期"), allow=nobody, done_words=_("提醒：等级快到期")),
    move(
        "lower",
        R.IN_FORCE,
        R.IN_FORCE,
        _("降低等级"),
        allow=can_decide,
        form=LowerForm,
        do=deciding.lower,
        is_refusal=True,
        is_aside=True,
        done_words=_("降低等级"),
    ),
    move(
        "lower_expiring",
        R.EXPIRING,
        R.EXPIRING,
        _("降低等级"),
        allow=can_decide,
        form=LowerForm,
        do=deciding.lower,
        is_refusal=True,
        is_aside=True,
        done_words=_("降低等级"),
    ),
    move(
        "withdraw",
        CURRENT,
        R.WITHDRAWN,
        _("取消等级"),
        allow=can_decide,
        form=EndForm,
        do=deciding.withdraw,
        is_refusal=True,
        is_aside=True,
        done_words=R.WITHDRAWN.label,
    ),
    move("expire", CURRENT, R.EXPIRED, _("到期"), allow=nobody, do=deciding.expire, done_words=R.EXPIRED.label),
    initial=R.DRAFT,
    waits={R.DRAFT: draft, R.APPLIED: applied, R.NOTICE: noticed, R.HEARD: heard, R.EXPIRING: expiring},
)

SCORE = Flow(
    Score,
    ScoreState,
    move(
        "submit",
        S.ASKED,
        S.SUBMITTED,
        _("提交评分"),
        allow=can_score,
        form=ScoreForm,
        do=scoring.submit,
        done_words=_("提交了评分"),
    ),
    move(
        "decline",
        S.ASKED,
        S.DECLINED,
        _("回避或不能参加"),
        allow=can_score,
        do=scoring.decline,
        needs_note=True,
        is_refusal=True,
        done_words=_("回避或退出，由下一名递补"),
    ),
    move("release", S.ASKED, S.DECLINED, _("不再参加"), allow=nobody, done_words=_("由下一名递补")),
    move("lapse", (S.ASKED, S.SUBMITTED), S.LAPSED, _("不再评分"), allow=nobody, done_words=_("没有评分，不算")),
    initial=S.ASKED,
    waits={S.ASKED: asked},
)

STAR = Flow(
    Star,
    StarState,
    move("replace", (T.GIVEN, T.EXPIRED), T.REPLACED, _("重新评定"), allow=nobody, done_words=T.REPLACED.label),
    move("lapse", (T.GIVEN, T.EXPIRED), T.WITHDRAWN, _("组织已退出"), allow=nobody, done_words=_("组织已退出")),
    move("expire", T.GIVEN, T.EXPIRED, _("到期"), allow=nobody, done_words=T.EXPIRED.label),
    move(
        "withdraw",
        (T.GIVEN, T.EXPIRED),
        T.WITHDRAWN,
        pgettext_lazy("star", "取消星级"),
        allow=can_change_star,
        form=EndForm,
        do=stars.withdraw,
        is_refusal=True,
        is_aside=True,
        done_words=T.WITHDRAWN.label,
    ),
    initial=T.GIVEN,
    waits={T.EXPIRED: star_expired},
)
