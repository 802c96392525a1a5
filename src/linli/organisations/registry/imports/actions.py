"""Bringing in a registry from before: looked at first, then taken in; what is here already is left as it is."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.backfill import Past, adopt
from linli.flow.flow import flows
from linli.kernel.actor import Actor
from linli.kernel.ids import id_at
from linli.kernel.problems import Conflict, Forbidden
from linli.organisations.registry.imports.reading import Found, read, rows_of
from linli.organisations.registry.models import Organisation, OrganisationImport
from linli.organisations.registry.policies import can_import_at
from linli.people.actors import StaffActor
from linli.people.warranted import record_act
from linli.places.models import Place


@transaction.atomic
def look_at(data: bytes, *, file_name: str, place: Place, actor: StaffActor) -> OrganisationImport:
    """Read the file and say what would become of it; nothing enters the registry yet."""
    if can_import_at(actor, place.code) is None:
        raise Forbidden()
    rows = rows_of(data)
    reading = read(rows, place)
    return OrganisationImport.objects.create(
        place=place,
        file_name=file_name[:200],
        rows=rows,
        new=len(reading.new),
        known=reading.known,
        errors=reading.errors,
        started_by=actor.user,
    )


@transaction.atomic
def take_in(looked_at: OrganisationImport, *, actor: Actor) -> OrganisationImport:
    """Take in the rows that are right, against the registry as it is now. A second time is a Conflict."""
    run = OrganisationImport.objects.select_for_update(of=("self",)).select_related("place").get(pk=looked_at.pk)
    warrant = can_import_at(actor, run.place.code)
    if warrant is None:
        raise Forbidden()
    if run.taken_in_at is not None:
        raise Conflict(_("这份文件已经导入过了"), code="taken_in")
    reading = read([(number, cells) for number, cells in run.rows], run.place)
    try:
        with transaction.atomic():
            _write(reading.new, run.file_name, actor)
    except IntegrityError as error:
        raise Conflict(_("名录刚刚被别人改动，请再导入一次"), code="stale") from error
    run.new, run.known, run.errors = len(reading.new), reading.known, reading.errors
    run.rows, run.taken_in_at = [], timezone.now()
    run.save()
    record_act(
        "organisation.import",
        actor=actor,
        warrant=warrant,
        kind="organisation",
        key=run.pk,
        detail={"new": run.new, "known": run.known, "errors": len(run.errors)},
    )
    return run


def _write(found: list[Found], file_name: str, actor: Actor) -> None:
    for one in found:
        one.organisation.pk = id_at(one.steps[0].at)
    pasts = [Past(one.organisation, one.state, one.steps) for one in found]
    if pasts:
        adopt(flows[Organisation.kind], pasts, actor=actor, facts={"from_system": file_name})
    through = Organisation.fields.through
    through.objects.bulk_create(
        through(organisation_id=one.organisation.pk, workfield_id=field.pk) for one in found for field in one.fields
    )
