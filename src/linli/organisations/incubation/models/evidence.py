"""What an organisation shows for a step, and how its mentor sees to it. Rows that are never written over."""

import hashlib
import json
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.records import Part, Record
from linli.kernel.actor import Actor
from linli.kernel.fields import EncryptedTextField
from linli.kernel.ids import new_id
from linli.kernel.masks import mask_name
from linli.kernel.models import StoredFile
from linli.organisations.incubation.models.centres import CentreService
from linli.organisations.incubation.models.incubations import Incubation, reach
from linli.organisations.incubation.models.steps import Step
from linli.organisations.incubation.states import EvidenceState, FileKind, RequestState, VisitKind, VisitState
from linli.organisations.registry.models import Organisation
from linli.organisations.registry.states import MemberRole
from linli.people.models import User
from linli.places.placed import PlacedQuerySet


class IncubationPartQuerySet(PlacedQuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(reach(actor, "incubation__organisation"))

    def for_list(self) -> Self:
        return self.select_related("place", "incubation__organisation")

    def with_content(self) -> Self:
        """Of evidence: all that was sent."""
        return self.for_list().select_related("step__stage").prefetch_related("files__file", "people")


class IncubationPart(Part):
    """What waits for somebody by itself within an incubation. Acts on it hold organisation and incubation first."""

    whole = "incubation"
    open_states: ClassVar[tuple[str, ...]]

    incubation = models.ForeignKey(Incubation, on_delete=models.CASCADE, related_name="%(class)ss")

    objects = IncubationPartQuerySet.as_manager()

    class Meta(Part.Meta):
        abstract = True

    @property
    def organisation(self) -> Organisation:
        return self.incubation.organisation

    @property
    def is_told_outside(self) -> bool:
        return False


class Evidence(IncubationPart):
    """Sent for one step, accepted or returned as a whole. A new version is a new row."""

    kind = "evidence"
    prefix = "ED"
    open_states = (EvidenceState.SENT,)

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(gettext_lazy("做了什么"), max_length=3000)
    numbers = models.JSONField(gettext_lazy("数"), default=dict)
    name = models.CharField(gettext_lazy("组织名称"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    """SHA-256 of what was sent, without the people: ``./linli verify`` compares."""
    returned_reason = models.TextField(max_length=2000, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EvidenceState.values), name="incubation_evidence_state"),
            models.UniqueConstraint(
                fields=["incubation", "step"],
                condition=Q(state__in=[EvidenceState.SENT, EvidenceState.ACCEPTED]),
                name="incubation_evidence_one",
            ),
        ]

    @property
    def title(self) -> str:
        return _("%(name)s：%(step)s") % {"name": self.organisation.name, "step": self.step.name}

    def facts(self) -> dict[str, object]:
        return {"step": self.step.name, "digest": self.digest}

    def digest_with(self, files: list[str]) -> str:
        """Of the content with these files' digests."""
        content = [self.text, self.numbers, self.name, sorted(files)]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class EvidenceFile(models.Model):
    """A photo or a paper of it, or the logo."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=FileKind.choices)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.what}"


class EvidencePerson(models.Model):
    """Somebody who was chosen or elected, as it was sent; written to the organisation when it is accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    name = EncryptedTextField(gettext_lazy("姓名"))
    phone = EncryptedTextField(gettext_lazy("手机号"), null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.role}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)


class MentorVisit(IncubationPart):
    """A visit or a call that is due in a month or a week, and what came of it."""

    is_listed_by_place = True
    kind = "mentor_visit"
    prefix = "MV"
    open_states = (VisitState.DUE,)

    what = models.CharField(gettext_lazy("什么"), max_length=5, choices=VisitKind.choices)
    mentor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("导师"))
    period = models.DateField()
    """The first day of its month or week."""
    due_on = models.DateField(gettext_lazy("最迟哪天"))
    done_on = models.DateField(gettext_lazy("哪天"), null=True)
    words = models.TextField(gettext_lazy("谈了什么"), max_length=2000, blank=True)

    class Meta(Record.Meta):
        indexes = [
            *Record.index_list("incubation_visit"),
            models.Index(fields=["due_on"], condition=Q(state=VisitState.DUE), name="incubation_visit_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="incubation_visit_state"),
            models.UniqueConstraint(fields=["incubation", "what", "period"], name="incubation_visit_once"),
        ]

    @property
    def title(self) -> str:
        return _("%(name)s：%(what)s") % {"name": self.organisation.name, "what": self.get_what_display()}


class ServiceRequest(IncubationPart):
    """A service of the centre that an organisation asks for: shared by all, or made for it."""

    kind = "service_request"
    prefix = "SR"
    open_states = (RequestState.ASKED,)

    service = models.ForeignKey(
        CentreService, on_delete=models.PROTECT, related_name="requests", verbose_name=gettext_lazy("服务")
    )
    words = models.CharField(gettext_lazy("想要什么"), max_length=300, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="incubation_request_state")
        ]

    @property
    def title(self) -> str:
        return _("%(name)s：%(what)s") % {"name": self.organisation.name, "what": self.service.name}
