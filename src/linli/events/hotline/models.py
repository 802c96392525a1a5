"""Orders of city hotlines (12345): each becomes one event, and its result goes back to the platform it came from."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.events.core.models import Category, Event
from linli.events.core.policies import OFFICE
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.people.models import User
from linli.people.roles import Role
from linli.places.coordinates import Coordinates
from linli.places.levels import after
from linli.places.models import Place
from linli.places.placed import inside


class Via(models.TextChoices):
    API = "api", _("接口")
    FILE = "file", _("文件")


class PlacedBy(models.TextChoices):
    """What told us where an order belongs."""

    POINT = "point", _("坐标")
    NAME = "name", _("社区名称")
    ADDRESS = "address", _("地址")
    DESK = "desk", _("人工核实")
    NOTHING = "nothing", _("没有说清，先由区里办")


class OrderSourceQuerySet(models.QuerySet["OrderSource"]):
    def of(self, actor: Actor, *roles: str) -> Self:
        """Those at the places of the actor's posts of these roles."""
        reach = Q(pk=None)
        for code in actor.codes(*roles):
            reach |= Q(place__code__gte=code, place__code__lt=after(code))
        return self.filter(reach)


class OrderSource(models.Model):
    """A platform that sends orders. ``user`` is whom its program signs in as.

    ``categories`` leads from its words to the codes of ours; what is not in there gets ``fallback``.
    ``columns`` remembers which column of its files is what.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("地点"))
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="order_source", verbose_name=_("接口账号")
    )
    coordinates = models.CharField(_("坐标系"), max_length=8, choices=Coordinates.choices, default=Coordinates.GCJ02)
    categories = models.JSONField(default=dict)
    fallback = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("其他类别归入"))
    columns = models.JSONField(default=dict)
    last_position = models.BigIntegerField(default=0)
    """Of its replies. The row is locked while one is given, so that they become visible in the order of positions."""
    is_active = models.BooleanField(_("在用"), default=True)

    objects = OrderSourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def waiting_count(self) -> int:
        """Replies that are in no batch and not sent."""
        return self.replies.filter(outcome="to_send", batch=None).count()


class OrderResult(models.TextChoices):
    """How far the answer to an order is."""

    OPEN = "open", _("办理中")
    TO_SEND = "to_send", _("待回传")
    SENT = "sent", _("已回传")
    CONFIRMED = "confirmed", _("平台已确认")
    REFUSED = "refused", _("平台退回重办")


class OrderQuerySet(models.QuerySet["HotlineOrder"]):
    def visible_to(self, actor: Actor) -> Self:
        """The orders of the events that the actor sees."""
        return self.filter(event__in=Event.objects.visible_to(actor))

    def whose_caller_is_open_to(self, actor: Actor) -> Self:
        """What ``policies.can_see_caller`` says of one order, for many: nobody finds who they may not read."""
        desks = _at(actor, *OFFICE) & (Q(hides_caller=False) | _at(actor, Role.DISPATCHER))
        return self.visible_to(actor).filter(desks).exclude(event__lead_unit__in=actor.unit_ids)

    def for_list(self) -> Self:
        return self.select_related("source", "event__category", "event__place", "event__lead_unit")


def _at(actor: Actor, *roles: Role) -> Q:
    """At the places of the actor's posts of these roles."""
    return reduce(or_, (inside(code, field="event__path") for code in actor.codes(*roles)), Q(pk=None))


class HotlineOrder(models.Model):
    """What a platform sent, beside the event that it became. Reach it through the event: who sees that sees this.

    The caller is for the desks only, and masked there: see ``show``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(OrderSource, on_delete=models.PROTECT, related_name="orders", db_index=False)
    number = models.CharField(_("工单编号"), max_length=60)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="order")
    received_at = models.DateTimeField(_("来电时间"), null=True)
    due_at = models.DateTimeField(_("平台期限"))
    their_category = models.CharField(_("平台的类别"), max_length=80, blank=True)
    address = models.CharField(_("平台写的地址"), max_length=200, blank=True)
    placed_by = models.CharField(_("地点依据"), max_length=8, choices=PlacedBy.choices)
    caller_name = EncryptedTextField(_("来电人"), null=True)
    caller_phone = EncryptedTextField(_("来电号码"), null=True)
    phone_index = models.CharField(max_length=64, blank=True)
    hides_caller = models.BooleanField(_("要求保密"), default=False)
    via = models.CharField(_("来自"), max_length=4, choices=Via.choices)
    digest = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    result = models.CharField(_("回传"), max_length=10, choices=OrderResult.choices, default=OrderResult.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=~Q(result__in=("sent", "confirmed")), name="hotline_order_unanswered"
            ),
            models.Index(fields=["due_at", "id"], name="hotline_order_due"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="hotline_order_phone"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="hotline_order_number"),
            models.CheckConstraint(condition=Q(result__in=OrderResult.values), name="hotline_order_result"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.number}"

    @property
    def is_answered(self) -> bool:
        return self.result in (OrderResult.SENT, OrderResult.CONFIRMED)


class OrderVersion(models.Model):
    """An order exactly as it was sent, the first time and each time the platform changed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(HotlineOrder, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField()
    content = EncryptedTextField()
    digest = models.CharField(max_length=64)
    via = models.CharField(max_length=4, choices=Via.choices)
    came_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["order", "version"], name="hotline_orderversion_one")]

    def __str__(self) -> str:
        return f"{self.order_id} v{self.version}"


class ReplyKind(models.TextChoices):
    RESULT = "result", _("办理结果")
    RETURN = "return", _("退单")
    EXTENSION = "extension", pgettext_lazy("hotline", "申请延期")


class ReplyOutcome(models.TextChoices):
    TO_SEND = "to_send", _("待回传")
    SENT = "sent", _("已回传")
    CONFIRMED = "confirmed", pgettext_lazy("hotline", "平台同意")
    REFUSED = "refused", pgettext_lazy("hotline", "平台不同意")
    DROPPED = "dropped", _("作废")


class ReplyBatch(models.Model):
    """Replies that go out as one Excel file: it may be fetched again and is the same, until it is handed over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(OrderSource, on_delete=models.PROTECT, related_name="batches")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    handed_over_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source} {self.made_at:%Y-%m-%d %H:%M}"


class Reply(models.Model):
    """Something to be told to the platform, frozen as it was when it was due. It goes by API or in a batch, never both.

    ``position`` rises within a source in the order in which replies become visible.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(HotlineOrder, on_delete=models.CASCADE, related_name="replies")
    source = models.ForeignKey(OrderSource, on_delete=models.PROTECT, related_name="replies", db_index=False)
    position = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=ReplyKind.choices)
    body = models.JSONField()
    outcome = models.CharField(max_length=10, choices=ReplyOutcome.choices, default=ReplyOutcome.TO_SEND)
    batch = models.ForeignKey(ReplyBatch, on_delete=models.PROTECT, null=True, related_name="replies")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("平台的答复"), max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["source", "position"], condition=Q(outcome="to_send"), name="hotline_reply_to_send")
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="hotline_reply_position"),
            models.CheckConstraint(condition=Q(outcome__in=ReplyOutcome.values), name="hotline_reply_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class FileStage(models.TextChoices):
    MAPPING = "mapping", _("待对应列")
    CHECKING = "checking", _("正在核对")
    CHECKED = "checked", _("待确认导入")
    TAKING = "taking", _("正在导入")
    DONE = "done", _("已导入")
    FAILED = "failed", _("读不了")
    DROPPED = "dropped", _("没有导入")


class OrderFile(models.Model):
    """A file of orders on its way in: first looked at, then taken in, both in the background and by batches.

    The file itself holds callers: it is kept encrypted and goes some weeks after it was taken in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(OrderSource, on_delete=models.PROTECT, related_name="files")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    content = EncryptedTextField(null=True)
    heads = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    stage = models.CharField(max_length=8, choices=FileStage.choices, default=FileStage.MAPPING)
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    wrong = models.JSONField(default=list)
    """Line, number and what is wrong of each row that cannot be taken."""
    sample = models.JSONField(default=list)
    """Line, number and verdict of the first rows that can."""
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stage"], condition=Q(stage__in=("checking", "taking")), name="hotline_orderfile_work")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "digest"],
                condition=~Q(stage__in=("failed", "dropped")),
                name="hotline_orderfile_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
