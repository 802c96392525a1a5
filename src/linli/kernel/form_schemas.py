"""A form as OpenAPI describes it, so that nothing about a field is said twice."""

from collections.abc import Iterable
from typing import Any

from django import forms


def schema_of(*form_classes: type[forms.Form], required: bool = True, files: bool = False) -> dict[str, Any]:
    """The JSON Schema of an object with the fields of all ``form_classes``; pictures only where ``files``.

    ``required`` False leaves open which of them a request needs.
    """
    fields = {
        name: field
        for form_class in form_classes
        for name, field in form_class.base_fields.items()
        if files or not isinstance(field, forms.FileField)
    }
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: _property(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    if needed := [name for name, field in fields.items() if field.required and required]:
        schema["required"] = needed
    return schema


def body_of(*form_classes: type[forms.Form], required: bool = True) -> dict[str, Any]:
    """The ``requestBody`` of an operation that reads these forms; as multipart too where a field takes pictures."""
    content = {"application/json": {"schema": schema_of(*form_classes, required=required)}}
    if any(isinstance(field, forms.FileField) for field in _fields(form_classes)):
        schema = schema_of(*form_classes, required=required, files=True)
        content["multipart/form-data"] = {"schema": schema}
    return {"requestBody": {"required": True, "content": content}}


def list_body_of(name: str, form_class: type[forms.Form], most: int) -> dict[str, Any]:
    """The ``requestBody`` of an operation that reads a list of such forms under ``name``."""
    items = {"type": "array", "items": schema_of(form_class), "minItems": 1, "maxItems": most}
    schema = {"type": "object", "properties": {name: items}, "required": [name], "additionalProperties": False}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _fields(form_classes: Iterable[type[forms.Form]]) -> list[forms.Field]:
    return [field for form_class in form_classes for field in form_class.base_fields.values()]


def _property(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.FileField):
        return {"type": "array", "items": {"type": "string", "format": "binary"}, "title": field.label}
    found: dict[str, Any] = {"type": "string"} | ({"title": field.label} if field.label else {})
    if isinstance(field, forms.IntegerField):  # FloatField is one of its kinds
        found["type"] = "number" if isinstance(field, forms.FloatField) else "integer"
        found |= {
            word: bound
            for word, bound in (("minimum", field.min_value), ("maximum", field.max_value))
            if bound is not None
        }
    elif isinstance(field, forms.TypedChoiceField):
        kind = "integer" if field.coerce is int else "string"
        found |= {"type": kind, "enum": [value for value, _label in field.widget.choices]}
    elif isinstance(field, forms.CharField):
        found |= {"maxLength": field.max_length} if field.max_length else {}
        found |= {"minLength": 1} if field.required else {}
    return found
