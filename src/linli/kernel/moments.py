"""Days and moments as Chinese offices write them, on the wall clock of Asia/Shanghai."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from linli.kernel.worktime import ZONE

DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?|(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(r"(上午|下午)?(\d{1,2})(?::|时|点)(?:(\d{1,2})(?:(?::|分)(?:(\d{1,2})(?:\.\d+)?秒?)?)?|(半))?")
DIGITS = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})?")
WEEKDAY = re.compile(r"[(]?(?:星期|周)[一二三四五六日天][)]?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
YEARS = range(1900, 2200)
AFTERNOON = "下午"
SERIAL_ZERO = datetime.datetime(1899, 12, 30)
"""Excel's day 0, for all days from March 1900 on."""


def read_moment(text: str, *, at: datetime.time = datetime.time.min) -> datetime.datetime:
    """``2026-11-25 8:30``, ``2026/11/25``, ``2026年11月25日 下午3时半``, ``20261125083000``, an ISO moment, or the
    number under which Excel keeps one. A day alone is taken ``at`` this time.

    ValueError, with a sentence, for all else.
    """
    plain = _plain(text)
    try:
        moment = _iso(plain) or _serial(plain, at) or _written(plain, at)
        if moment.year not in YEARS:
            raise ValueError("not of our time")
        return moment
    except (ValueError, OverflowError) as error:
        raise ValueError(_("看不懂时间“%(text)s”，请写成 2026-11-25 08:30") % {"text": text[:40]}) from error


def _plain(text: str) -> str:
    return WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def _iso(text: str) -> datetime.datetime | None:
    """Only with its offset: without one it is as people write."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _serial(text: str, at: datetime.time) -> datetime.datetime | None:
    if not SERIAL.fullmatch(text):
        return None
    moment = SERIAL_ZERO + datetime.timedelta(seconds=round(float(text) * 86400))
    return (moment if "." in text else datetime.datetime.combine(moment, at)).replace(tzinfo=ZONE)


def _written(text: str, at: datetime.time) -> datetime.datetime:
    if found := DIGITS.fullmatch(text):
        text = f"{found[1]} {found[2]}:{found[3]}:{found[4] or '00'}"
    if not (found := DAY.match(text)):
        raise ValueError("no day")
    year, month, number = (int(part) for part in found.groups() if part)
    day = datetime.datetime(year, month, number, tzinfo=ZONE)
    rest = text[found.end() :].removeprefix("T").replace(" ", "")
    return day + _clock(rest) if rest else datetime.datetime.combine(day, at, tzinfo=ZONE)


def _clock(text: str) -> datetime.timedelta:
    """Since midnight; a day may end at 24:00."""
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError("no time of day")
    part, hours, minutes, seconds, half = found.groups()
    hour, minute, second = int(hours), 30 if half else int(minutes or 0), int(seconds or 0)
    if part:
        hour = hour % 12 + 12 * (part == AFTERNOON)
    if minute > 59 or second > 59 or (hour, minute, second) > (24, 0, 0):
        raise ValueError("no time of day")
    return datetime.timedelta(hours=hour, minutes=minute, seconds=second)
