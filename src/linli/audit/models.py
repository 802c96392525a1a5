"""What happened: rows that are only ever added.

An entry holds ids and no foreign keys, so that nothing it speaks of can take it along when it goes.
Text about people stays outside the hash, with a salted digest of it inside: it can be erased, the chain stays whole.
Triggers refuse every change but two: sealing an entry, and erasing its personal text.
"""

import json
from typing import Any

from django.db import models


class Entry(models.Model):
    """One act: who, for whom, what, on which record, when."""

    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    detail = models.TextField()
    personal = models.TextField(null=True)
    personal_salt = models.BinaryField(max_length=16, null=True)
    personal_digest = models.BinaryField(max_length=32, null=True)
    digest = models.BinaryField(max_length=32)
    seal = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="audit_entry_subject"),
            models.Index(fields=["id"], condition=models.Q(seal=None), name="audit_entry_unsealed"),
            models.Index(fields=["seal", "id"], name="audit_entry_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"

    @property
    def facts(self) -> dict[str, Any]:
        """``detail`` as a mapping; holds nothing about a person."""
        facts: dict[str, Any] = json.loads(self.detail)
        return facts

    @property
    def words(self) -> dict[str, str]:
        """The personal part, empty once it was erased."""
        words: dict[str, str] = json.loads(self.personal) if self.personal else {}
        return words


class Seal(models.Model):
    """A batch of entries, chained to the batch before: ``head`` stands for all that happened up to it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.number} ({self.count})"
