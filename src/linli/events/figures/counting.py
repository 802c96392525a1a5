"""Keeping the counters: events that were put in or changed are counted anew, in the background.

An act only leaves a note of its event (see ``queue``), so no act waits for a counter. The worker takes the notes that
are committed, in whatever order that was, and puts down what holds of their events now. What held before is turned
negative beside it, both are added to the counters, and the negative goes: all in one transaction, one worker at a
time. It may be killed or started twice.
"""

from django.db import connection, transaction
from django.db.models import Case, DateField, IntegerField, QuerySet, UUIDField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from linli.events.core.models import Event
from linli.events.figures.measures import DUE_IN, MEASURES, REPORTED_IN
from linli.events.figures.models import NO_UNIT, Counted, Uncounted
from linli.places.levels import CODE_LENGTHS, Level

BATCH = 2000
"""The more at once, the more of them add to the same counters."""
LENGTHS = {CODE_LENGTHS[level] for level in (Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID)}
NAMES = tuple(MEASURES)
BITS = {name: 1 << position for position, name in enumerate(NAMES)}


def count() -> int:
    """Bring the counters up to date; returns how many events were counted anew, each as often as it was taken."""
    counted = 0
    while batch := _count_batch():
        counted += batch
    return counted


@transaction.atomic
def _count_batch() -> int:
    _let_one_count()
    if not _take():
        return 0
    taken = Uncounted.objects.filter(is_taken=True)
    counted = Counted.objects.filter(event__in=taken.values("event"))
    counted.update(sign=-1)
    number = _put_down(Event.objects.filter(pk__in=taken.values("event")))
    _add_up(counted)
    counted.filter(sign=-1).delete()
    taken.delete()
    return number


def _let_one_count() -> None:
    """Two at once could put down the same event: the constraint stops the second. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE figures_counted IN SHARE ROW EXCLUSIVE MODE")


def _take() -> int:
    """Mark the oldest notes; until the end of the transaction nobody else sees the mark."""
    oldest = Uncounted.objects.order_by("pk").values("pk")[:BATCH]
    return Uncounted.objects.filter(pk__in=oldest).update(is_taken=True)


def _put_down(events: "QuerySet[Event]") -> int:
    rows = (
        events.order_by()
        .annotate(
            now=Value(1),
            on_unit=Coalesce("lead_unit_id", Value(NO_UNIT), output_field=UUIDField()),
            reported_month=_month(REPORTED_IN),
            due_month=_month(DUE_IN),
            bits=_bits(),
        )
        .values_list("id", "now", "path", "category_id", "on_unit", "reported_month", "due_month", "bits")
    )
    query, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_counted (event, sign, path, category, unit, reported_in, due_in, measures) " + query,
            values,
        )
        return int(cursor.rowcount)


def _month(moment: str) -> TruncMonth:
    return TruncMonth(moment, tzinfo=timezone.get_default_timezone(), output_field=DateField())


def _bits() -> Combinable:
    bits: Combinable = Value(0)
    for name, measure in MEASURES.items():
        bits = bits + Case(When(measure.where, then=Value(BITS[name])), default=Value(0), output_field=IntegerField())
    return bits


def _add_up(counted: "QuerySet[Counted]") -> None:
    """Add to the counters of every place that the events lie in, for the month that each measure goes by."""
    halves = " UNION ALL ".join(
        f"SELECT path, {column} AS month, category, unit, sign, measures & {_mask(moment)} AS measures FROM rows"
        for column, moment in (("reported_in", REPORTED_IN), ("due_in", DUE_IN))
    )
    lengths = " UNION ALL ".join(f"SELECT {length} AS length" for length in sorted(LENGTHS))
    sums = [f"SUM(sign * ((measures >> {position}) & 1))" for position in range(len(NAMES))]
    adds = ", ".join(f"{name} = figures_figure.{name} + EXCLUDED.{name}" for name in NAMES)
    query, values = counted.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figures_figure (path, month, category_id, unit, {', '.join(NAMES)}) "
            f"WITH rows AS ({query}), halves AS ({halves}), lengths AS ({lengths}) "
            f"SELECT substr(path, 1, length) AS place, month, category, unit, {', '.join(sums)} "
            f"FROM halves JOIN lengths ON length(path) >= length WHERE measures <> 0 AND month IS NOT NULL "
            f"GROUP BY place, month, category, unit HAVING {' OR '.join(f'{one} <> 0' for one in sums)} "
            f"ON CONFLICT (path, month, category_id, unit) DO UPDATE SET {adds}",
            values,
        )


def _mask(moment: str) -> int:
    return sum(BITS[name] for name, measure in MEASURES.items() if measure.month_of == moment)
