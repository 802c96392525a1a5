"""Fields of forms that a page and a program both fill: several of a kind, pictures, a document."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.files import read_document, read_photo
from linli.kernel.problems import Invalid

MOST_PHOTOS = 3
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
"""Browsers show what is there already only in this form."""


def not_ahead(day: datetime.date) -> None:
    """A validator."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("日期不能在今天之后"))


def not_past(day: datetime.date) -> None:
    """A validator."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("不能早于今天"))


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three pictures, read and made anew as they come in: outside the act's transaction."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list of ``Picture``."""
        files = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("最多三张照片"))
        if not files and self.required:
            raise forms.ValidationError(_("请附上照片"))
        try:
            return [read_photo(file) for file in files]
        except Invalid as problem:
            raise forms.ValidationError(str(problem.detail)) from problem


class DocumentField(forms.FileField):
    """A PDF, or a picture of a paper: checked by its content as it comes in, outside the act's transaction."""

    widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """What ``read_document`` made of it; None for nothing."""
        # Programs send every file field as a list.
        found = data[0] if isinstance(data, list | tuple) and data else data or None
        if found is None:
            if self.required:
                raise forms.ValidationError(_("请附上文件"))
            return None
        try:
            return read_document(found)
        except Invalid as problem:
            raise forms.ValidationError(str(problem.detail)) from problem


class Boxes(forms.CheckboxSelectMultiple):
    """Also takes what a program sends: one text."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class ModelField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs know it as generic
    """One row of a table. All our own fields of rows begin here."""


class ModelsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # only the stubs know it as generic
    """Several of a kind: ticked on a page, or their ids in one text with commas between, as a program sends them."""

    def clean(self, value: Any) -> Any:
        """A list, in the order of the choices."""
        ids = value.replace(",", " ").split() if isinstance(value, str) else value
        return list(super().clean(ids))


def offer_rows(form: forms.BaseForm, name: str, rows: "QuerySet[Any]") -> None:
    """Let the field ``name`` choose among these, where one expression with the field does not say it."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField), f"{name} chooses no rows"
    field.queryset = rows
