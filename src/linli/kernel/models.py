"""Tables that need no domain."""

from django.db import models

from linli.kernel.ids import new_id


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


class Holiday(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day made up as a working day."""

    date = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class StoredFile(models.Model):
    """A photo, made anew, or a PDF, checked and put under ``settings.FILES``; the same content is one row.

    It has no owner: whoever refers to it decides who may see it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path


class Throttle(models.Model):
    """How often a thing was done since its window opened. The key is a keyed hash: no address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="kernel_throttle_ends_at")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
