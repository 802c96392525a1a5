"""With whom the steps of a rating wait, and until when."""

import datetime

from linli.flow.due import after_workdays, until_day
from linli.inbox.actions import Wait
from linli.organisations.ratings import rules
from linli.organisations.ratings.models import Rating, RatingRound, Score, Star
from linli.organisations.ratings.states import Panel
from linli.organisations.registry.assignees import above, officer, representatives
from linli.people import holders


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
