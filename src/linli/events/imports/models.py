"""How far the import of a file of past events has come."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.events.core.models import PriorSystem
from linli.events.imports.states import ImportStage
from linli.kernel.ids import new_id
from linli.people.models import User
from linli.places.models import Place


class EventImport(models.Model):
    """One file. It is looked at first, then taken in batch by batch; ``position`` is how many rows are done with.

    ``columns`` and ``words`` are those of the system as they were when it was last looked at. The file itself, and
    what of it is read at all, lie beside the photos' folder until some days after the end.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prior = models.ForeignKey(PriorSystem, on_delete=models.PROTECT, related_name="imports", verbose_name=_("原系统"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    file_name = models.CharField(_("文件"), max_length=200)
    digest = models.CharField(max_length=64)
    heads = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, choices=ImportStage.choices, default=ImportStage.NEW)
    findings = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["stage"], condition=~models.Q(stage=ImportStage.DONE), name="imports_import_going")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.stage}"

    @property
    def folder(self) -> Path:
        path: Path = settings.DATA / "imports"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    @property
    def file(self) -> Path:
        """As it was sent."""
        return self.folder / f"{self.pk}.file"

    @property
    def rows_file(self) -> Path:
        """Only the columns that were said to be something."""
        return self.folder / f"{self.pk}.rows"
