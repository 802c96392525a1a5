"""A registry from before, as a table that somebody brought."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.people.models import User
from linli.places.models import Place


class OrganisationImport(models.Model):
    """One file: read and looked at first, then taken in. Its rows hold what the registry makes public, no people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    file_name = models.CharField(_("文件"), max_length=200)
    rows = models.JSONField(default=list)
    """Number and cells of each row, by what the cells are."""
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    """Number of the row, and what is wrong with it."""
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
