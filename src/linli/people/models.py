"""Who works here: users, units, and the posts that say what a user may see and do."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.people.roles import ADMINISTRATORS, AT_A_UNIT, Role
from linli.places.levels import after
from linli.places.models import Place


def _inside(codes: Iterable[str], *fields: str) -> Q:
    """One of the code ``fields`` lies inside one of ``codes``; without codes nothing does."""
    reach = Q(pk=None)
    for code in codes:
        for field in fields:
            reach |= Q(**{f"{field}__gte": code, f"{field}__lt": after(code)})
    return reach


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, actor: Actor) -> Self:
        """The users that a security administrator looks after: those without any post outside the reach of theirs.

        Otherwise who administers one street could reset the password of somebody with rights in the whole district.
        """
        codes = actor.codes(Role.SECURITY_ADMIN)
        if not codes:
            return self.none()
        beyond = Post.objects.overlapping(timezone.localdate(), None).exclude(pk__in=Post.objects.inside(codes))
        return self.exclude(Exists(beyond.filter(user=OuterRef("pk"))))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> UserQuerySet:
        return self.get_queryset().visible_to(actor)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who signs in. Rights come from posts alone; there is no superuser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    wants_email = models.BooleanField(_("消息也发到邮箱"), default=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    has_temporary_password = models.BooleanField(_("须先改密码"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("部门")
    OFFICE = "office", _("办事机构")
    UTILITY = "utility", _("公用事业单位")
    COMPANY = "company", _("企业")
    ORGANISATION = "organisation", _("社会组织")
    """Made for an organisation when somebody begins to act for it (see ``linli.organisations``)."""


class UnitQuerySet(models.QuerySet["Unit"]):
    def of_offices(self) -> Self:
        """Departments, offices and companies: what a matter is given to, not who came of their own."""
        return self.exclude(kind=UnitKind.ORGANISATION)

    def inside(self, codes: Iterable[str]) -> Self:
        """The units that lie inside one of the places with ``codes``."""
        return self.filter(_inside(codes, "place__code"))


class Unit(models.Model):
    """A department or an office: the least of an organisation that a matter can be given to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="units", verbose_name=_("所在地"))

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"], name="people_unit_name", violation_error_message=_("此地已有同名单位")
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: datetime.date) -> "PostQuerySet":
        """Posts that are held on ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def overlapping(self, first: datetime.date, last: datetime.date | None) -> "PostQuerySet":
        """Posts that share a day with first–last; ``last`` None has no end."""
        rows = self.filter(Q(valid_to=None) | Q(valid_to__gte=first))
        return rows.filter(valid_from__lte=last) if last else rows

    def inside(self, codes: Iterable[str]) -> "PostQuerySet":
        """Posts at one of these places, within one, or at a unit there."""
        return self.filter(_inside(codes, "place__code", "unit__place__code"))

    def visible_to(self, actor: Actor) -> "PostQuerySet":
        """The posts that a security administrator grants and ends."""
        return self.inside(actor.codes(Role.SECURITY_ADMIN))

    def for_list(self) -> "PostQuerySet":
        return self.select_related("user", "deputy", "unit__place", "place__parent__parent")


class Post(models.Model):
    """A role at a place or a unit, from–to. Its reach is the place's subtree, or what the unit leads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("任职人"))
    role = models.CharField(_("岗位"), max_length=20, choices=Role.choices)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("地点")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("单位")
    )
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    deputy = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputised_posts",
        verbose_name=_("B 角"),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["role", "place"], name="people_post_role_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=AT_A_UNIT, unit__isnull=False, place=None)
                | (~Q(role__in=AT_A_UNIT) & Q(unit=None, place__isnull=False)),
                name="people_post_where",
                violation_error_message=_("承办人、组织代表的岗位在单位，其他岗位在地点"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="people_post_dates",
                violation_error_message=_("结束日期不能早于开始日期"),
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("user")),
                name="people_post_deputy",
                violation_error_message=_("B 角应为另一人"),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=ADMINISTRATORS, valid_to=None),
                name="people_post_one_administrator",
                violation_error_message=_("系统、安全、审计三个管理员岗位不得由一人兼任"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}@{self.unit or self.place}"


class Absence(models.Model):
    """Days on which somebody is away and the deputy of each of his posts acts (A/B posts)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField(_("自"))
    last_day = models.DateField(_("至"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="people_absence_dates",
                violation_error_message=_("结束日期不能早于开始日期"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day}–{self.last_day}"


class Scope(models.TextChoices):
    READ = "read", _("查看")
    WRITE = "write", _("办理")
    HOTLINE = "hotline", _("热线对接")


class ApiToken(models.Model):
    """A key with which a program acts as a user: at most what the user may do, and of that only its scopes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
