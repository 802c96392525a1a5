"""An organisation's application: one for all departments, with its papers in every version."""

import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.clocks import Clocked
from linli.flow.records import Record
from linli.inbox.models import Task
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.models import StoredFile
from linli.organisations.applications.models.items import ServiceItem
from linli.organisations.applications.policies import FOLLOWING
from linli.organisations.applications.states import UNDER_WAY, UNSENT, ApplicationState
from linli.organisations.registry.models import Organisation
from linli.places.placed import PlacedQuerySet, inside


class ApplicationQuerySet(PlacedQuerySet["Application"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those at the places of the actor's posts, their own organisations', and those they are asked in."""
        reaches = [inside(code) for code in actor.codes(*FOLLOWING)]
        if actor.unit_ids:
            asked = Application.objects.filter(opinions__unit__in=actor.unit_ids)
            reaches += [Q(organisation__unit__in=actor.unit_ids), Q(pk__in=asked.values("pk"))]
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def late(self, now: datetime.datetime) -> Self:
        """Those that are late themselves, or where a department is."""
        tasks = Task.objects.filter(due_at__lte=now)
        asked = Application.objects.filter(pk=OuterRef("pk"), opinions__in=tasks.values("record_id"))
        return self.filter(Exists(tasks.filter(record_id=OuterRef("pk"))) | Exists(asked))

    def missing_reports(self) -> Self:
        """Annual reports that were due and were not handed in."""
        return self.filter(year__gt=0, state__in=UNSENT, due_on__lt=timezone.localdate())

    def for_list(self) -> Self:
        return self.select_related("item", "organisation", "place")

    def for_record(self) -> Self:
        return self.select_related("item", "organisation__place", "place", "again_of")


class Application(Record, Clocked):
    """What an organisation applies for. Acts hold the organisation first, then this row, then a part of it."""

    kind = "application"
    prefix = "AP"
    whole = "organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="applications", verbose_name=_("事项"))
    item_code = models.SlugField(max_length=30, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"), default=0, editable=False)
    """Of an annual report; 0 for everything else."""
    again_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="again")
    """The refused one that this one puts right."""
    statement = models.TextField(_("申请说明"), max_length=4000, blank=True)
    wanted = EncryptedTextField(_("变更为"), null=True, blank=True)
    """What is to stand in the changed column; encrypted because it may be a person or an account."""
    wanted_phone = EncryptedTextField(_("新负责人手机号"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    reasons = models.TextField(_("不予通过的理由"), max_length=2000, blank=True)
    to_fix = models.TextField(_("怎样改正"), max_length=2000, blank=True)
    override_reason = models.TextField(_("有部门逾期未答复仍作决定的理由"), max_length=500, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("applications_application"),
            models.Index(fields=["decided_at"], name="applications_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="applications_application_state"
            ),
            models.UniqueConstraint(
                fields=["organisation", "item_code", "year"],
                condition=Q(state__in=UNDER_WAY),
                name="applications_application_once",
                violation_error_message=_("这个组织已在申请这一事项"),
            ),
        ]

    @property
    def title(self) -> str:
        what = f"{self.item.name} {self.year}" if self.year else self.item.name
        return f"{what} · {self.organisation.name}"

    def get_absolute_url(self) -> str:
        return reverse("application", args=[self.number])


class Document(models.Model):
    """One version of one paper. Earlier ones stay: an opinion was given on what lay there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(_("材料"), max_length=60)
    version = models.PositiveSmallIntegerField(_("版本"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "name", "version"], name="applications_paper_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
