"""Units: departments and offices that matters are given to."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.audit import trail
from linli.kernel.actor import Warrant
from linli.kernel.problems import Invalid
from linli.people.actions.rights import Administrator, setting_up
from linli.people.models import Unit
from linli.people.staffing import staffing
from linli.places.models import Place


def make_unit(*, name: str, kind: str, place: Place, actor: Administrator) -> Unit:
    warrant = setting_up(actor, place.code)
    return _save("unit.make", Unit(name=name, kind=kind, place=place), actor, warrant)


def edit_unit(unit: Unit, *, name: str, kind: str, place: Place, actor: Administrator) -> Unit:
    """Both where it was and where it is to be must be in the actor's reach."""
    setting_up(actor, unit.place.code)
    warrant = setting_up(actor, place.code)
    unit.name, unit.kind, unit.place = name, kind, place
    return _save("unit.edit", unit, actor, warrant)


def _save(action: str, unit: Unit, actor: Administrator, warrant: Warrant) -> Unit:
    try:
        with transaction.atomic():
            unit.save()
            trail.record(
                action,
                actor=actor,
                on_behalf_of=warrant.on_behalf_of,
                subject_kind="unit",
                subject_id=unit.pk,
                detail={"role": warrant.role, "name": unit.name, "kind": unit.kind, "place": unit.place.code},
            )
            staffing.touch()
    except IntegrityError as error:
        raise Invalid(errors={"name": [_("此地已有同名单位")]}) from error
    return unit
