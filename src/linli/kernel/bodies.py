"""What a program sends: a JSON object or a multipart form, brought into what a form reads."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.core.exceptions import BadRequest as UnreadableForm
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm, Field, FileField
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from linli.kernel.problems import BadRequest, Invalid, Text, TooLarge, UnsupportedType

JSON, MULTIPART = "application/json", "multipart/form-data"
FORM = "application/x-www-form-urlencoded"
WHOLE_FORM = "form"
"""Under this name stand the errors that belong to no single field."""


@dataclass(frozen=True)
class Body:
    """``digest`` is the same for the same content, however it was wrapped up."""

    values: Mapping[str, str]
    files: MultiValueDict[str, UploadedFile] = field(default_factory=MultiValueDict)
    digest: bytes = b""


def read(request: HttpRequest) -> Body:
    """The request's body. 400 if it cannot be read, 413 if it is too large, 415 if it is of another type."""
    with _readable():
        if request.content_type == JSON or not (request.content_type or request.body):
            return _json(request)
        if request.content_type == MULTIPART:
            return _multipart(request)
    raise UnsupportedType(_("请以 application/json 或 multipart/form-data 发送"))


def read_items(request: HttpRequest, name: str, *, most: int) -> list[Body]:
    """A JSON object whose one member ``name`` is a list of at most ``most`` objects. 422 for more or another shape."""
    with _readable():
        if request.content_type != JSON:
            raise UnsupportedType(_("请以 application/json 发送"))
        values = _object(request.body)
    items = values.get(name)
    if set(values) != {name} or not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Invalid(errors={name: [_("应为一个列表，每项是一个 JSON 对象")]})
    if not 1 <= len(items) <= most:
        raise Invalid(errors={name: [_("一次 1 至 %(most)s 项") % {"most": most}]})
    return [Body(values=_flat(item)) for item in items]


def read_form(request: HttpRequest) -> Body:
    """A body as browsers' forms send it, for standards that ask for that; files in it are left alone."""
    with _readable():
        if request.content_type in {FORM, MULTIPART} or not (request.content_type or request.body):
            parts = sorted(request.POST.lists())
            return Body(values=request.POST.dict(), digest=_digest(request, repr(parts).encode()))
    raise UnsupportedType(_("请以 application/x-www-form-urlencoded 发送"))


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except RequestDataTooBig as error:
        raise TooLarge() from error
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, UnreadableForm) as error:
        raise BadRequest(_("请求体无法读取"), code="bad_body") from error


def check_names(body: Body, fields: Mapping[str, Field]) -> None:
    """Refuse what nobody reads. A misspelt field would be lost without a word, so would a picture sent as text."""
    pictures = {name for name, field in fields.items() if isinstance(field, FileField)}
    errors: dict[str, Sequence[Text]] = {
        name: [_("没有这个字段")] for name in sorted({*body.values, *body.files} - set(fields))
    }
    errors |= {name: [_("请以 multipart/form-data 发送照片")] for name in pictures & set(body.values)}
    if errors:
        raise Invalid(errors=errors)


def refuse_errors(*forms: BaseForm | None) -> None:
    """The errors of all ``forms`` together, by field."""
    errors: dict[str, Any] = {}
    for form in forms:
        if form is not None and not form.is_valid():
            errors |= {WHOLE_FORM if name == "__all__" else name: list(texts) for name, texts in form.errors.items()}
    if errors:
        raise Invalid(errors=errors)


def _json(request: HttpRequest) -> Body:
    return Body(values=_flat(_object(request.body)), digest=_digest(request, request.body))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        values = msgspec.json.decode(raw or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(_("请求体不是有效的 JSON"), code="not_json") from error
    if not isinstance(values, dict):
        raise BadRequest(_("请求体应为一个 JSON 对象"), code="not_an_object")
    return values


def _flat(values: Mapping[str, Any]) -> dict[str, str]:
    if nested := [name for name, value in values.items() if isinstance(value, dict | list)]:
        raise Invalid(errors={name: [_("这里应为单个值")] for name in nested})
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _multipart(request: HttpRequest) -> Body:
    values, files = request.POST, request.FILES
    if repeated := [name for name, items in values.lists() if len(items) > 1]:
        raise Invalid(errors={name: [_("这里应为单个值")] for name in repeated})
    parts = [(name, items) for name, items in sorted(values.lists())]
    pictures = [(name, [_file_digest(item) for item in items]) for name, items in sorted(files.lists())]
    return Body(values=values.dict(), files=files, digest=_digest(request, repr((parts, pictures)).encode()))


def _file_digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _digest(request: HttpRequest, content: bytes) -> bytes:
    return f"{request.method} {request.path}\n".encode() + content
