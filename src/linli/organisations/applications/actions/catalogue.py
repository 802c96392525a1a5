"""Keeping the catalogue: editions of items, their end, departments and the units that they are somewhere."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor, Warrant
from linli.kernel.problems import Forbidden, Invalid
from linli.organisations.applications.models import (
    Department,
    DepartmentUnit,
    ServiceDepartment,
    ServiceDocument,
    ServiceItem,
)
from linli.organisations.applications.policies import can_place_departments
from linli.organisations.registry.policies import can_keep_catalogues
from linli.people.models import Unit
from linli.people.roles import Role
from linli.people.warranted import record_act
from linli.places.models import Place

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def make_edition(
    item: ServiceItem,
    *,
    papers: Sequence[tuple[str, bool, str]],
    departments: Sequence[tuple[Department, int, bool]],
    actor: Actor,
) -> ServiceItem:
    """Let ``item`` (not saved) hold from its day on, instead of the edition before, which ends the day before.

    An edition of the same day that nobody has applied under is replaced. Raises Invalid for a day before the last one.
    """
    warrant = _warrant(can_keep_catalogues(actor))
    before = ServiceItem.objects.select_for_update().filter(code=item.code).order_by("valid_from").last()
    if before is not None:
        item.position = before.position
        if item.valid_from < before.valid_from:
            raise Invalid(errors={"valid_from": [_("已有从 %(day)s 起的一版") % {"day": before.valid_from}]})
        if item.valid_from == before.valid_from:
            if before.applications.exists():
                raise Invalid(errors={"valid_from": [_("已有人按这一天的版本申请，请从第二天起")]})
            before.delete()
        else:
            before.valid_to = item.valid_from - ONE_DAY
            before.save(update_fields=["valid_to"])
    else:
        item.position = (ServiceItem.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    item.save(force_insert=True)
    ServiceDocument.objects.bulk_create(
        ServiceDocument(item=item, name=name, is_required=is_required, note=note, position=position)
        for position, (name, is_required, note) in enumerate(papers, start=1)
    )
    ServiceDepartment.objects.bulk_create(
        ServiceDepartment(item=item, department=department, days=days, is_needed=is_needed)
        for department, days, is_needed in departments
    )
    _record("item.edit", item, warrant, actor, valid_from=item.valid_from.isoformat(), name=item.name)
    return item


@transaction.atomic
def end_item(item: ServiceItem, last_day: datetime.date, *, actor: Actor) -> None:
    """What was handed in by then is still decided; nothing new is taken in."""
    warrant = _warrant(can_keep_catalogues(actor))
    locked = ServiceItem.objects.select_for_update().get(pk=item.pk)
    if last_day < locked.valid_from:
        raise Invalid(errors={"last_day": [_("不能早于开始的一天")]})
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    _record("item.end", locked, warrant, actor, last_day=last_day.isoformat(), name=locked.name)


@transaction.atomic
def save_department(department: Department, *, actor: Actor) -> None:
    warrant = _warrant(can_keep_catalogues(actor))
    department.save()
    _record("department.edit", department, warrant, actor, name=department.name)


@transaction.atomic
def set_unit(department: Department, place: Place, unit: Unit | None, *, actor: Actor) -> None:
    """Which unit the department is at ``place`` and within it; None: whatever the place above says."""
    warrant = actor.warrant(Role.SYSTEM_ADMIN, Role.ORGANISATION_OFFICER, at=place.code)
    if can_place_departments(actor) is None or warrant is None:
        raise Forbidden()
    if unit is None:
        DepartmentUnit.objects.filter(department=department, place=place).delete()
    else:
        DepartmentUnit.objects.update_or_create(department=department, place=place, defaults={"unit": unit})
    name = unit.name if unit else ""
    _record("department.unit", department, warrant, actor, name=department.name, place=place.code, unit=name)


def _warrant(warrant: Warrant | None) -> Warrant:
    if warrant is None:
        raise Forbidden()
    return warrant


def _record(action: str, row: ServiceItem | Department, warrant: Warrant, actor: Actor, **detail: object) -> None:
    kind = action.partition(".")[0]
    record_act(action, actor=actor, warrant=warrant, kind=kind, key=row.pk, detail=detail)
