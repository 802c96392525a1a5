"""What lies in a community: how many households, which estates, which premises serve them."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.ids import new_id
from linli.places.levels import after
from linli.places.models.tree import Place


class Households(models.Model):
    """How many households a community or a grid has, as counted on a day."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, primary_key=True, related_name="households")
    count = models.PositiveIntegerField(_("户数"))
    counted_on = models.DateField(_("统计日"))

    def __str__(self) -> str:
        return f"{self.place_id}: {self.count}"


class EstateKind(models.TextChoices):
    COMMODITY = "commodity", _("商品房小区")
    OLD = "old", _("老旧小区")
    AFFORDABLE = "affordable", _("保障房小区")
    SMART = "smart", _("高端智慧小区")
    FUNCTIONAL = "functional", _("功能型小区")
    VILLAGE = "village", _("村居、安置小区")


class Management(models.TextChoices):
    COMPANY = "company", _("物业公司")
    QUASI = "quasi", _("准物业")
    SELF = "self", pgettext_lazy("estate", "居民自管")
    NONE = "none", _("三无小区")


M = TypeVar("M", bound=models.Model)


class InCommunityQuerySet(models.QuerySet[M]):
    def inside(self, code: str) -> Self:
        """Those of the communities inside the place ``code``."""
        return self.filter(community__code__gte=code, community__code__lt=after(code))


class EstateQuerySet(InCommunityQuerySet["Estate"]):
    pass


class Estate(models.Model):
    """A housing estate (小区) in a community. ``Management.NONE`` is "三无": nobody runs it at all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="estates", verbose_name=_("社区"))
    grid = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="estates_in_grid", verbose_name=_("网格")
    )
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(pgettext_lazy("estate", "类型"), max_length=12, choices=EstateKind.choices)
    management = models.CharField(_("管理方式"), max_length=8, choices=Management.choices)
    households = models.PositiveIntegerField(_("户数"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EstateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="places_estate_name",
                violation_error_message=_("这个社区已有同名小区。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PremisesKind(models.TextChoices):
    PARTY_CENTRE = "party_centre", _("党群服务中心")
    SOCIAL_WORK = "social_work", _("社工站、社工室")
    TALK_POINT = "talk_point", _("百姓说事点")
    CANTEEN = "canteen", _("社区食堂")
    DAY_CARE = "day_care", _("日间照料")
    CHILD_CARE = "child_care", _("托育点")
    LIVING_ROOM = "living_room", _("睦邻客厅")
    TOOL_BOX = "tool_box", _("共享工具箱")
    OTHER = "other", pgettext_lazy("premises", "其他用房")


class PremisesQuerySet(InCommunityQuerySet["Premises"]):
    pass


class Premises(models.Model):
    """Rooms that serve the residents of a community. Planned ones (``is_planned``) do not count yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="premises", verbose_name=_("社区"))
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(pgettext_lazy("premises", "类型"), max_length=12, choices=PremisesKind.choices)
    area = models.PositiveIntegerField(_("面积（平方米）"))
    hours = models.CharField(_("开放时间"), max_length=80, blank=True)
    contact = models.CharField(_("联系方式"), max_length=80, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    is_planned = models.BooleanField(_("新建，尚未投入使用"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = PremisesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="places_premises_name",
                violation_error_message=_("这个社区已有同名用房。"),
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="places_premises_on_earth",
                violation_error_message=_("纬度应在 -90 至 90 之间，经度应在 -180 至 180 之间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.TextChoices):
    """The three sign-offs of new premises (三把关), in their order."""

    PLANNING = "planning", _("规划把关")
    NAMING = "naming", _("命名把关")
    APPROVAL = "approval", _("批前把关")


class SignOff(models.Model):
    """One of the three sign-offs: on which day, and who put it down. ``signed_by`` is a user's id."""

    premises = models.ForeignKey(Premises, on_delete=models.CASCADE, related_name="sign_offs")
    step = models.CharField(max_length=8, choices=Step.choices)
    signed_on = models.DateField(_("日期"))
    signed_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["premises", "step"], name="places_signoff_once")]

    def __str__(self) -> str:
        return f"{self.premises_id} {self.step}"
