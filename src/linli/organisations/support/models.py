"""Differentiated support: what a district offers to which organisations, and who has it (chapter 03, [003])."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.registry.models import Organisation, WorkField
from linli.organisations.support.states import OPEN_SUPPORT, SchemeState, SupportKind, SupportState
from linli.places.levels import lineage
from linli.places.placed import PlacedQuerySet


class SupportSchemeQuerySet(PlacedQuerySet["SupportScheme"]):
    def visible_to(self, actor: Actor) -> Self:
        """What a district offers is public."""
        return self

    def at(self, code: str, day: datetime.date) -> Self:
        """Those that an organisation at ``code`` may ask for on ``day``, whoever it is."""
        lasting = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(lasting, state=SchemeState.OPEN, path__in=lineage(code), valid_from__lte=day)

    def for_list(self) -> Self:
        return self.select_related("place", "field")


class SupportScheme(Record):
    """One kind of support, for organisations of a field and a standing, with the paper it rests on."""

    kind = "support_scheme"
    prefix = "SC"

    name = models.CharField(_("名称"), max_length=80)
    sort = models.CharField(_("支持什么"), max_length=8, choices=SupportKind.choices)
    field = models.ForeignKey(
        WorkField, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("只给哪个领域")
    )
    least_grade = models.PositiveSmallIntegerField(_("登记组织至少几 A"), default=0)
    least_stars = models.PositiveSmallIntegerField(_("备案组织至少几星"), default=0)
    most = models.PositiveBigIntegerField(_("最高金额"), null=True, blank=True)
    """In fen; none where it is not about money."""
    words = models.TextField(_("说明"), max_length=1000, blank=True)
    source = models.CharField(_("依据"), max_length=120)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)

    objects = SupportSchemeQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("support_supportscheme")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SchemeState.values), name="support_supportscheme_state"),
            models.CheckConstraint(
                condition=Q(least_grade__range=(0, 5), least_stars__range=(0, 5)), name="support_supportscheme_least"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="support_supportscheme_dates",
                violation_error_message=_("结束日期不能早于开始日期"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('support_schemes')}#{self.number}"


class SupportQuerySet(PlacedQuerySet["Support"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=Organisation.objects.worked_on_by(actor))

    def for_list(self) -> Self:
        return self.select_related("organisation", "scheme__field", "place")


class Support(Record):
    """What an organisation asked for under a scheme, and what it got. Money is paid outside and told here in fen."""

    kind = "support"
    prefix = "SU"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supports")
    scheme = models.ForeignKey(SupportScheme, on_delete=models.PROTECT, related_name="supports")
    words = models.TextField(_("用来做什么"), max_length=1000)
    asked = models.PositiveBigIntegerField(_("申请金额"), null=True)
    granted = models.PositiveBigIntegerField(_("批准金额"), null=True)
    use_by = models.DateField(_("使用到哪一天"), null=True)
    report = models.TextField(_("使用情况"), max_length=2000, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("support_support")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SupportState.values), name="support_support_state"),
            models.UniqueConstraint(
                fields=["organisation", "scheme"],
                condition=Q(state__in=OPEN_SUPPORT),
                name="support_support_open",
                violation_error_message=_("已有一份没有办完的申请"),
                violation_error_code="asked_already",
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__lte=F("asked")), name="support_within_request"
            ),
        ]

    @property
    def title(self) -> str:
        return now("%(scheme)s：%(name)s") % {"scheme": self.scheme.name, "name": self.organisation.name}

    def get_absolute_url(self) -> str:
        return f"{self.organisation.get_absolute_url()}#{self.number}"

    def lock_parents(self) -> None:
        Organisation.objects.locked(self.organisation_id)
