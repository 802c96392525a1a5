"""A warning before an organisation leaves: what is wrong, until when to put it right, what became of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.organisations.exits.states import OPEN_WARNINGS, WarningCause, WarningState
from linli.organisations.registry.models import Organisation
from linli.places.placed import PlacedQuerySet


class ExitWarningQuerySet(PlacedQuerySet["ExitWarning"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the organisations that the actor has to do with."""
        return self.filter(organisation__in=Organisation.objects.worked_on_by(actor))

    def for_list(self) -> Self:
        return self.select_related("organisation", "place")


class ExitWarning(Record):
    """An organisation is told that it will be taken off the file unless it puts something right."""

    kind = "exit_warning"
    prefix = "EW"
    whole = "organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="warnings")
    cause = models.CharField(_("原因"), max_length=10, choices=WarningCause.choices)
    details = models.TextField(_("具体情况"), max_length=500, blank=True)
    put_right_by = models.DateField(_("整改期限"))
    answer = models.TextField(_("整改情况"), max_length=1000, blank=True)

    objects = ExitWarningQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("exits_exitwarning")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WarningState.values), name="exits_exitwarning_state"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=OPEN_WARNINGS),
                name="exits_exitwarning_open",
                violation_error_message=_("这个组织已有一份退出预警"),
                violation_error_code="warned_already",
            ),
        ]

    @property
    def title(self) -> str:
        return gettext("退出预警：%(name)s") % {"name": self.organisation.name}

    def get_absolute_url(self) -> str:
        return f"{self.organisation.get_absolute_url()}#{self.number}"
