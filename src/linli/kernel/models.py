"""Tables that need no domain."""

from django.db import models


class Version(models.Model):
    """How often a table that is kept in memory has changed (see ``snapshot``)."""

    name = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Series(models.Model):
    """The last number given in a series, where the database has no sequences (SQLite)."""

    prefix = models.CharField(max_length=8, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class IdempotencyKey(models.Model):
    """The answer to a request that may come again; written inside the request's own transaction."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="kernel_idempotencykey_once")]
        indexes = [models.Index(fields=["created_at"], name="kernel_idempotencykey_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
