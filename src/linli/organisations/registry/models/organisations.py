"""The registry: every organisation that a place has to do with, from a group that was found to one that left."""

import datetime
import uuid
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.choices import Choice
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_phone
from linli.kernel.models import StoredFile
from linli.kernel.search import joined, matching
from linli.organisations.registry.codes import check_code
from linli.organisations.registry.policies import SEEING
from linli.organisations.registry.states import (
    ACTIVE,
    PUBLIC,
    SOCIAL_KINDS,
    OrganisationKind,
    OrganisationRole,
    OrganisationState,
)
from linli.people.models import Unit, User
from linli.places.models import Place
from linli.places.placed import PlacedQuerySet, inside

SEARCHED = joined("name", "summary")


class WorkField(Choice):
    """A field of work, as the district keeps them; a taxonomy for other systems.

    Chapter 03; the kinds of the "1+n+x" of source [003] are among those shipped.
    """


class OrganisationQuerySet(PlacedQuerySet["Organisation"]):
    def public(self) -> Self:
        """What the directory shows to everybody."""
        return self.filter(state__in=PUBLIC)

    def with_public_page(self) -> Self:
        """The directory's, and those that were in it and left."""
        was_public = Q(filed_on__isnull=False) | Q(registered_on__isnull=False)
        return self.filter(Q(state__in=PUBLIC) | Q(was_public, state=OrganisationState.LEFT))

    def hubs(self) -> Self:
        """What a group can contract through."""
        return self.filter(role__in=(OrganisationRole.HUB, OrganisationRole.COMPREHENSIVE), state__in=ACTIVE)

    def visible_to(self, actor: Actor) -> Self:
        """Those at the places of the actor's posts, their own, and for everybody those of the directory."""
        reaches = [Q(state__in=PUBLIC), *(inside(code) for code in actor.codes(*SEEING))]
        if actor.unit_ids:
            reaches.append(Q(unit__in=actor.unit_ids))
        return self.filter(reduce(or_, reaches))

    def worked_on_by(self, actor: Actor) -> Self:
        """Those that the actor has to do with: at the places of their posts, and their own."""
        reaches = [inside(code) for code in actor.codes(*SEEING)]
        if actor.unit_ids:
            reaches.append(Q(unit__in=actor.unit_ids))
        return self.filter(reduce(or_, reaches) if reaches else Q(pk=None))

    def locked(self, key: uuid.UUID) -> "Organisation":
        """Under its lock, as it is now. Whoever acts on what belongs to an organisation locks it first of all."""
        return self.select_for_update(of=("self",)).select_related("place").get(pk=key)

    def search(self, words: str) -> Self:
        """Those whose name or description holds all the words; the one of this code, if it is one."""
        words = words.strip()
        found = self.filter(Q(code=words.upper()) | Q(number=words.upper()))
        return found if words and found.exists() else matching(self, SEARCHED, words)

    def for_list(self) -> Self:
        return self.select_related("place")

    def for_record(self) -> Self:
        return self.select_related("place", "unit", "hub").prefetch_related("fields")


class Organisation(Record):
    """An organisation of a place: found, on file with the subdistrict, or registered with the authority.

    It stays when it leaves: its number, its history and the reason remain.
    """

    kind = "organisation"
    prefix = "OR"

    name = models.CharField(_("名称"), max_length=80)
    legal_kind = models.CharField(_("类别"), max_length=12, choices=OrganisationKind.choices)
    role = models.CharField(
        _("作用"), max_length=13, choices=OrganisationRole.choices, default=OrganisationRole.FUNCTIONAL
    )
    is_social_work_agency = models.BooleanField(_("社工机构"), default=False)
    fields = models.ManyToManyField(WorkField, related_name="organisations", verbose_name=_("领域"))
    code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, validators=[check_code])
    authority = models.CharField(_("登记机关"), max_length=80, blank=True)
    certificate_number = models.CharField(_("登记证书编号"), max_length=40, blank=True)
    registered_on = models.DateField(_("登记日期"), null=True, blank=True)
    filing_number = models.CharField(_("备案编号"), max_length=40, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    hub = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members_of_hub",
        verbose_name=_("所属枢纽"),
    )
    """Through which a group on file contracts; a local hub that takes over from the incubator (打造枢纽)."""
    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, null=True, editable=False, related_name="organisation")
    """Where its representatives hold their posts; there is one as soon as somebody acts for it."""
    summary = models.TextField(_("做什么"), max_length=1000, blank=True)
    address = models.CharField(_("办公地址"), max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    premises = models.CharField(_("办公场所"), max_length=200, blank=True)
    phone = models.CharField(_("公开电话"), max_length=20, blank=True)
    website = models.URLField(_("网站"), blank=True)
    has_charter = models.BooleanField(_("有章程"), default=False)
    charter = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("章程文件")
    )
    has_seal = models.BooleanField(_("有印章"), default=False)
    account = EncryptedTextField(_("银行账号"), null=True, blank=True)
    active_on = models.DateField(_("最近活动"), null=True, editable=False)
    """The last day on which its own people did something: reported an activity, or moved a record of it."""
    left_on = models.DateField(_("退出日期"), null=True, editable=False)
    left_reason = models.TextField(_("退出原因"), max_length=500, blank=True, editable=False)
    """Public."""

    objects = OrganisationQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("registry_organisation"),
            models.Index("id", condition=Q(state__in=PUBLIC), name="registry_organisation_public"),
            models.Index(
                fields=["path", "role"],
                condition=Q(state__in=PUBLIC, legal_kind__in=SOCIAL_KINDS),
                name="registry_organisation_on_file",
            ),
            models.Index(fields=["lat", "lon"], condition=Q(state__in=PUBLIC), name="registry_organisation_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrganisationState.values), name="registry_organisation_state"),
            models.CheckConstraint(
                condition=~Q(state=OrganisationState.REGISTERED) | Q(code__isnull=False),
                name="registry_organisation_code",
                violation_error_message=_("已登记的组织要有统一社会信用代码"),
                violation_error_code="code_missing",
            ),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=~Q(state=OrganisationState.LEFT),
                name="registry_organisation_name",
                violation_error_message=_("此地已有同名的组织"),
                violation_error_code="name_taken",
            ),
            models.UniqueConstraint(
                fields=["code"],
                name="registry_organisation_one_code",
                violation_error_message=_("这个统一社会信用代码已属于另一个组织"),
                violation_error_code="code_taken",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="registry_organisation_point",
                violation_error_message=_("坐标超出范围"),
            ),
        ]

    @property
    def title(self) -> str:
        return self.name

    def get_public_url(self) -> str:
        return reverse("directory_organisation", args=[self.number])

    @property
    def known_active_on(self) -> datetime.date:
        """The last day on which it is known to have been alive."""
        return self.active_on or self.registered_on or self.filed_on or timezone.localdate(self.created_at)

    @property
    def masked_account(self) -> str:
        return mask_phone(self.account or "")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(actor))


class Activity(models.Model):
    """Something that an organisation did on a day. Public: it says how many came, never who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="activities")
    day = models.DateField(_("日期"))
    what = models.CharField(_("做了什么"), max_length=200)
    people = models.PositiveIntegerField(_("多少人参加"), default=0)
    reported_at = models.DateTimeField(auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["organisation", "-day"], name="registry_activity_latest")]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class OrganisationImport(models.Model):
    """A registry from before, as a file: read and looked at first, then taken in.

    Its rows hold what the registry makes public, no people.
    """

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
