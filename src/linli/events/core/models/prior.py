"""Where events were kept before, and how the words of that system are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.places.coordinates import Coordinates


class PriorSystem(models.Model):
    """A system that events were kept in before. Its numbers are unique within it.

    ``columns`` says which of its columns is what (ours to theirs), ``words`` what its words mean: by field, theirs to
    ours. All is remembered from one import to the next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("原系统"), max_length=40, unique=True)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    coordinates = models.CharField(_("坐标系"), max_length=8, choices=Coordinates.choices, default=Coordinates.WGS84)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
