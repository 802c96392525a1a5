"""The tree of places, their former codes and boundaries, and what an import has done so far."""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from linli.kernel.ids import new_id
from linli.places.fields import CodeField
from linli.places.levels import CODE_LENGTHS, Level, after, lineage


def short_name(name: str) -> str:
    """As people call it: the statistical tree names its office instead. 大湖塘居委会 → 大湖塘社区."""
    for office, kind in (("居民委员会", "社区"), ("居委会", "社区"), ("村民委员会", "村"), ("村委会", "村")):
        if name.endswith(office) and len(name) > len(office):
            return name.removesuffix(office).removesuffix(kind) + kind
    return name


class PlaceQuerySet(models.QuerySet["Place"]):
    def inside(self, code: str) -> Self:
        """The place ``code`` and all places within it."""
        return self.filter(code__gte=code, code__lt=after(code))

    def lineage(self, code: str) -> Self:
        """The place ``code`` and all it lies in, the province first."""
        return self.filter(code__in=lineage(code)).order_by("code")

    def standing(self) -> Self:
        """Those that have not ended: what can be chosen, listed and drawn."""
        return self.filter(ended_on__isnull=True)

    def with_line(self) -> Self:
        """With what ``Place.line`` needs."""
        return self.select_related("parent__parent")

    def coded(self, code: str, *, on: date | None = None) -> "Place | None":
        """The place that has ``code``, or had it: on the day ``on``, or by default now, else most lately."""
        current = self.filter(code=code).first()
        if current and (on is None or current.code_since is None or current.code_since <= on):
            return current
        former = FormerCode.objects.filter(code=code).order_by("-valid_to")
        if on is not None:
            former = former.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), valid_to__gt=on)
        row = former.first()
        return self.filter(pk=row.place_id).first() if row else None


class Place(models.Model):
    """A province, … a grid, a building, a dwelling. Its id is for ever; its code is dated.

    The current code is also the path: "inside X" is a test on the beginning of the code.
    That the parent has the beginning of its code is kept by a trigger (see the second migration).
    A place that ends stays, with its name and code, for the records of its days.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices)
    name = models.CharField(_("名称"), max_length=120)
    code = CodeField(_("代码"))
    code_since = models.DateField(_("代码启用日"), null=True, blank=True, help_text=_("空：自有记录以来。"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    ended_on = models.DateField(_("撤销日"), null=True, blank=True, help_text=_("从这一天起不再有这个地点。"))
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors", db_index=False
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["successor"], condition=Q(successor__isnull=False), name="places_place_successor")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="places_place_code_once", violation_error_message=_("这个代码已有别的地点使用。")
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(level=level.value, code__length=length) for level, length in CODE_LENGTHS.items()),
                    _connector=Q.OR,
                ),
                name="places_place_code_fits_level",
                violation_error_message=_("代码的位数与级别不符。"),
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | (~Q(level=Level.PROVINCE) & Q(parent__isnull=False)),
                name="places_place_has_parent",
                violation_error_message=_("省级以下的地点都须有上级。"),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="places_place_named", violation_error_message=_("名称不能为空。")
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
                name="places_place_successor_of_ended",
                violation_error_message=_("只有撤销的地点才有后继。"),
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="places_place_on_earth",
                violation_error_message=_("纬度应在 -90 至 90 之间，经度应在 -180 至 180 之间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    @property
    def number(self) -> int:
        """A grid's, building's or dwelling's number within what it lies in."""
        return int(self.code[CODE_LENGTHS[Level(self.level)] - (4 if self.level == Level.DWELLING else 3) :])

    @property
    def short_name(self) -> str:
        return short_name(self.name)

    @staticmethod
    def lines_of(places: Iterable["Place"]) -> dict[str, str]:
        """The lines of a list's places by code, without what all of them begin with. Use ``with_line()``."""
        parts = {place.code: place.line.split("·") for place in places}
        columns = takewhile(lambda names: len(set(names)) == 1, zip(*parts.values(), strict=False))
        shared = len(list(columns))
        return {code: "·".join(names[min(shared, len(names) - 1) :]) for code, names in parts.items()}

    @property
    def line(self) -> str:
        """What a reader of a record needs: 嵩山路街道·大湖塘社区·第3网格. Use ``with_line()``."""
        names = [self.short_name]
        place = self
        while len(place.code) > CODE_LENGTHS[Level.SUBDISTRICT] and place.parent is not None:
            place = place.parent
            names.append(place.short_name)
        return "·".join(reversed(names))


class FormerCode(models.Model):
    """A code that a place had. ``valid_to`` is the first day on which it no longer held."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="former_codes")
    code = CodeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["code"], name="places_formercode_code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_from__lte=models.F("valid_to")),
                name="places_formercode_order",
                violation_error_message=_("停用日不能早于启用日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} until {self.valid_to}"


class FormerName(models.Model):
    """A name that a place had. ``valid_to`` is the first day on which it no longer held."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    valid_to = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} until {self.valid_to}"


class Boundary(models.Model):
    """Where a place lies: a GeoJSON Polygon or MultiPolygon in WGS 84. ``valid_to`` empty: now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="boundaries")
    geometry = models.TextField()
    is_converted = models.BooleanField(default=False, help_text=_("由 GCJ-02 坐标换算而来。"))
    is_invented = models.BooleanField(default=False, help_text=_("为演示而虚构，并非真实界线。"))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(valid_to__isnull=True),
                name="places_boundary_one_now",
                violation_error_message=_("一个地点只能有一条现行界线。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="places_boundary_order",
                violation_error_message=_("停用日不能早于启用日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"boundary of {self.place_id} since {self.valid_from}"


class RuleOverride(models.Model):
    """Another value of a rule, at a place and all within it, from a day on (see ``rules``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(_("规则"), max_length=80)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    subject = models.CharField(_("对象"), max_length=80, blank=True, default="")
    value = models.CharField(_("取值"), max_length=200)
    valid_from = models.DateField(_("生效日"))
    source = models.CharField(_("依据"), max_length=200)
    set_by = models.UUIDField(null=True, editable=False)
    set_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "place", "subject", "valid_from"],
                name="places_ruleoverride_once_a_day",
                violation_error_message=_("同一规则在同一地点、同一天只能有一个取值。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} = {self.value} from {self.valid_from}"


class ImportRun(models.Model):
    """How far the import of a file has come, so that it goes on where it was stopped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(finished_at__isnull=True),
                name="places_importrun_one_going",
                violation_error_message=_("这个文件正在导入。"),
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.digest[:8]} at {self.position}"
