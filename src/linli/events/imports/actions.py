"""From a file that was sent to one that is taken in: each step is somebody's act."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from linli.audit import trail
from linli.events.core.models import PriorSystem
from linli.events.imports import filing
from linli.events.imports.models import EventImport
from linli.events.imports.states import ImportStage
from linli.kernel.actor import Standing
from linli.kernel.problems import Conflict, Invalid
from linli.kernel.sheets import read_sheet
from linli.people.actors import StaffActor
from linli.places.models import Place

Words = Mapping[str, Mapping[str, str]]
NAME_LENGTH = EventImport._meta.get_field("file_name").max_length or 0
BEFORE_START = (ImportStage.NEW, ImportStage.CHECKING, ImportStage.CHECKED, ImportStage.FAILED)


def receive(data: bytes, *, name: str, system: str, standing: Standing, actor: StaffActor) -> EventImport:
    """Keep what was sent and read its heads. Raises Invalid when it is no table."""
    sheet = read_sheet(data)
    if len(sheet.heads) < 2:
        raise Invalid(_("文件里没有表格。"), code="empty_sheet")
    with transaction.atomic():
        prior, _created = PriorSystem.objects.get_or_create(name=system)
        run = EventImport(
            prior=prior,
            place=Place.objects.get(code=standing.code),
            file_name=name[-NAME_LENGTH:],
            digest=hashlib.sha256(data).hexdigest(),
            heads=list(sheet.heads),
            columns=dict(prior.columns),
            words=dict(prior.words),
            started_by=actor.user,
        )
        run.save(force_insert=True)
        filing.write(run.file, data)
    return run


def say_columns(run: EventImport, columns: Mapping[str, str], coordinates: str) -> None:
    """Which head is what, and which coordinates it uses; remembered for the next file. The file is then looked at."""
    if not run.file.exists():
        raise Conflict(_("文件已经不在了，请重新上传"), code="file_gone")
    with transaction.atomic():
        PriorSystem.objects.filter(pk=run.prior_id).update(columns=columns, coordinates=coordinates)
        _look(run, columns=columns)


def say_words(run: EventImport, words: Words) -> None:
    """What its words mean, added to what was said before; the file is then looked at again."""
    with transaction.atomic():
        prior = PriorSystem.objects.select_for_update().get(pk=run.prior_id)
        for field, meanings in words.items():
            prior.words[field] = {**prior.words.get(field, {}), **meanings}
        prior.save(update_fields=["words"])
        _look(run, words=prior.words)


def _look(run: EventImport, **values: object) -> None:
    waiting = EventImport.objects.filter(pk=run.pk, stage__in=BEFORE_START)
    if not waiting.update(stage=ImportStage.CHECKING, error="", **values):
        raise Conflict(_("这个文件已经开始导入"), code="import_running")


@transaction.atomic
def start(run: EventImport, *, actor: StaffActor) -> None:
    """From now on the worker takes it in."""
    checked = EventImport.objects.filter(pk=run.pk, stage=ImportStage.CHECKED)
    if not checked.update(stage=ImportStage.RUNNING, started_by=actor.user):
        raise Conflict(_("这个文件还没有检查完，或已经开始导入"), code="not_checked")
    trail.record(
        "event.import_start",
        actor=actor,
        subject_kind="import",
        subject_id=run.pk,
        detail={"from_system": run.prior.name, "digest": run.digest, "rows": run.rows},
    )
