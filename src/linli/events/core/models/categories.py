"""Kinds of events, and who answers for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.people.models import Unit
from linli.places.models import Place


class Category(models.Model):
    """A kind of event. Its deadlines are rules with the category's code as their subject."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级类别")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    needs_photo = models.BooleanField(_("办结须附照片"), default=False)
    is_confidential = models.BooleanField(_("保密"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def keeps_confidential(self) -> bool:
        """Whether a new event of this category is confidential: the category says so, or the one it stands under."""
        return self.is_confidential or (self.parent is not None and self.parent.is_confidential)


class ResponsibleUnit(models.Model):
    """The unit that answers for a category at a place and below it; the nearest one is proposed at dispatch."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="responsible", verbose_name=_("类别"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsible_for", verbose_name=_("责任单位"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place"],
                name="core_responsibleunit_one",
                violation_error_message=_("此地的这个类别已有责任单位"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.place}: {self.unit}"
