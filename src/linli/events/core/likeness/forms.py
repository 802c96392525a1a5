"""What has been filled in so far of a report."""

from typing import Any

from django import forms

from linli.events.core.forms import ReportForm
from linli.events.core.intake import located
from linli.events.core.models import Category, Event


class DraftForm(ReportForm):
    """The fields of a report that say what and where; none has to be filled in yet."""

    photos = address = phone = None  # type: ignore[assignment]  # Django's way of leaving out a form's fields

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}

    @property
    def kind(self) -> Category | None:
        found: Category | None = self.cleaned_data.get("category")
        return found

    @property
    def point(self) -> tuple[float, float] | None:
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return None if lat is None or lon is None else (lat, lon)

    def draft(self) -> Event | None:
        """The event as it would come in, not saved; None while it is not known where it is, or nothing else of it."""
        values = self.cleaned_data
        text, place = values.get("text", ""), values.get("place")
        if not (self.point or place) or not (self.kind or text):
            return None
        lat, lon = self.point or (None, None)
        event = located(lat, lon, place)
        event.text = text
        if self.kind:
            event.category = self.kind
            event.is_confidential = self.kind.keeps_confidential
        return event
