"""How dates, money and numbers are written on pages: the filters of our templates."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

NOTHING = "—"
WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]
MONTHS = [
    gettext_lazy("1月"),
    gettext_lazy("2月"),
    gettext_lazy("3月"),
    gettext_lazy("4月"),
    gettext_lazy("5月"),
    gettext_lazy("6月"),
    gettext_lazy("7月"),
    gettext_lazy("8月"),
    gettext_lazy("9月"),
    gettext_lazy("10月"),
    gettext_lazy("11月"),
    gettext_lazy("12月"),
]


def when(value: datetime | None) -> SafeString | str:
    """A ``<time>`` element: relative within the hour, else 11月20日 周五 21:10; the full moment as its title."""
    if value is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), moment(value), _near(value)
    )


def _near(value: datetime) -> str:
    seconds = (value - timezone.now()).total_seconds()
    away = round(abs(seconds) / 60)
    if away >= 60:
        return moment(value)
    if away == 0:
        return _("刚刚")
    if seconds < 0:
        return ngettext("%(count)d分钟前", "%(count)d分钟前", away) % {"count": away}
    return ngettext("还有%(count)d分钟", "还有%(count)d分钟", away) % {"count": away}


def moment(value: datetime | None) -> str:
    """11月20日 周五 21:10, in Shanghai's time; the year only where it is not this one."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return pgettext("moment", "%(day)s %(time)s") % {"day": day(local.date()), "time": f"{local:%H:%M}"}


def day(value: date | None) -> str:
    """11月20日 周五; a moment's day is that in Shanghai."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    parts = {
        "year": value.year,
        "month": MONTHS[value.month - 1],
        "day": value.day,
        "weekday": WEEKDAYS[value.weekday()],
    }
    if value.year == timezone.localdate().year:
        return pgettext("day", "%(month)s%(day)d日 %(weekday)s") % parts
    return pgettext("day", "%(year)d年%(month)s%(day)d日 %(weekday)s") % parts


def month(value: date) -> str:
    """2026年11月."""
    return pgettext("month", "%(year)d年%(month)s") % {"year": value.year, "month": MONTHS[value.month - 1]}


def money(fen: int | None) -> str:
    """Whole fen as ¥1,234.50."""
    if fen is None:
        return NOTHING
    yuan, rest = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def minutes(value: int | None) -> str:
    """Whole minutes as 45分钟, 1小时30分 or 2天3小时; a day has 24 hours."""
    if value is None:
        return NOTHING
    hours, rest = divmod(value, 60)
    days, of_day = divmod(hours, 24)
    if not hours:
        return _("%(minutes)d分钟") % {"minutes": rest}
    if not days:
        return _("%(hours)d小时%(minutes)d分") % {"hours": hours, "minutes": rest} if rest else _hours(hours)
    return (
        _("%(days)d天%(hours)d小时") % {"days": days, "hours": of_day} if of_day else _("%(days)d天") % {"days": days}
    )


def _hours(hours: int) -> str:
    return _("%(hours)d小时") % {"hours": hours}


def percent(ratio: Fraction | float | None, digits: int = 1) -> str:
    """A share of one as 93.4%; ``None`` (nothing to divide by) as a dash."""
    return NOTHING if ratio is None else f"{float(ratio):.{digits}%}"


def number(value: int | None) -> str:
    """Whole numbers with separators: 1,234,567."""
    return NOTHING if value is None else f"{value:,}"


def amount(value: Decimal) -> str:
    """As many decimals as it has: 60, 3.5, 1,200."""
    return f"{value.normalize():,f}"
