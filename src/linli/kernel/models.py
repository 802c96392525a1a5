"""Tables that need no domain."""

from django.db import models


class Version(models.Model):
    """How often a table that is kept in memory has changed (see ``snapshot``)."""

    name = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
