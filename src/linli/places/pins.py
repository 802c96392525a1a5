"""A point on the map, as forms take it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PinForm(forms.Form):
    """Two inputs that the map fills; both or neither."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if "lat" in values and "lon" in values and (values["lat"] is None) != (values["lon"] is None):
            raise forms.ValidationError(_("纬度和经度要一起填写"))
        return values
