"""A thing of the community's that a neighbour borrows."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.people.roles import Role
from linli.places.placed import PlacedQuerySet
from tests.toy.states import LoanState

KEEPERS = (Role.COMMUNITY_WORKER, Role.DISPATCHER)


class LoanQuerySet(PlacedQuerySet["Loan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those at the places where the actor keeps things."""
        found = self.none()
        for code in actor.codes(*KEEPERS):
            found |= self.inside(code)
        return found

    def for_list(self) -> Self:
        return self.select_related("place")


class Loan(Record):
    kind = "loan"
    prefix = "LN"

    thing = models.CharField(_("借什么"), max_length=40)
    back_on = models.DateField(_("哪天归还"), null=True)

    objects = LoanQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = Record.index_list("toy_loan")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LoanState.values), name="toy_loan_state"),
            models.UniqueConstraint(
                fields=["thing", "path"],
                condition=Q(state=LoanState.LENT),
                name="toy_loan_once",
                violation_error_message=_("这件东西已经借出去了"),
                violation_error_code="lent_already",
            ),
        ]

    @property
    def title(self) -> str:
        return self.thing
