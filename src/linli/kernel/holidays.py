"""The table of holidays and made-up working days: shipped for the years announced, editable by the office."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from linli.kernel.models import Holiday
from linli.kernel.snapshot import Snapshot
from linli.kernel.worktime import Calendar

SHIPPED = Path(__file__).parent / "data" / "holidays-cn.csv"
"""As the General Office of the State Council announces them each autumn for the year to come."""


def _load() -> Calendar:
    return Calendar(dict(Holiday.objects.values_list("date", "is_workday")))


SNAPSHOT = Snapshot("holidays", _load)


def calendar() -> Calendar:
    """The calendar as it stands, at most a second old."""
    return SNAPSHOT.get()


def unknown_years(since: date, until: date) -> list[int]:
    """The years from ``since`` to ``until`` whose holidays are not in the table: deadlines there are guesses."""
    return [year for year in range(since.year, until.year + 1) if year not in calendar().known_years]


@transaction.atomic
def set_day(day: date, *, is_workday: bool, name: str, source: str) -> Holiday:
    """Say that ``day`` is a holiday or a working day, whatever its weekday. Deadlines already set stay."""
    holiday, _created = Holiday.objects.update_or_create(
        date=day, defaults={"is_workday": is_workday, "name": name, "source": source}
    )
    SNAPSHOT.touch()
    return holiday


@transaction.atomic
def clear_day(day: date) -> bool:
    """Let ``day`` be what its weekday says; False when it was already."""
    deleted, _by_model = Holiday.objects.filter(date=day).delete()
    SNAPSHOT.touch()
    return bool(deleted)


def shipped() -> list[Holiday]:
    """The days that come with Linli, not saved."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return [
            Holiday(
                date=date.fromisoformat(row["date"]),
                is_workday=row["is_workday"] == "1",
                name=row["name"],
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]


@transaction.atomic
def load_shipped() -> None:
    """Add the shipped days that the table lacks; what the office has changed stays as it is."""
    Holiday.objects.bulk_create(shipped(), ignore_conflicts=True)
    SNAPSHOT.touch()
