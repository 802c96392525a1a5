"""What the standard answers with: the same content as JSON or as XML, errors included."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from linli.kernel.bodies import WHOLE_FORM
from linli.kernel.problems import Problem, TooMany

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATUSES = {401: 403, 409: 400, 422: 400}
"""The standard knows 400, 403 and 404; of the others those stay that say what no description could."""


@dataclass(frozen=True)
class Reply:
    """``content`` is an object, or a list whose XML elements are called ``item``; XML needs a ``root`` around it."""

    root: str
    content: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    item: str = ""
    status: int = 200
    is_repeated: bool = False


def written(reply: Reply, form: str) -> HttpResponse:
    """The reply in one of ``TYPES``; no cache may keep it, for a key may open more in it."""
    content = _xml(reply) if form == "xml" else msgspec.json.encode(reply.content)
    response = HttpResponse(content, content_type=TYPES[form], status=reply.status)
    response["Cache-Control"] = "no-store"
    return response


def error(problem: Problem, form: str) -> HttpResponse:
    """An array of errors, each with a code and what to tell a person; one for each field that is wrong."""
    status = STATUSES.get(problem.status, problem.status)
    texts = [
        text if name == WHOLE_FORM else f"{name}: {text}" for name, texts in problem.errors.items() for text in texts
    ] or [str(problem.detail)]
    rows = [{"code": status, "description": text} for text in texts]
    response = written(Reply("errors", rows, "error", status), form)
    if isinstance(problem, TooMany):
        response["Retry-After"] = str(problem.retry_after)
    return response


def error_at(request: HttpRequest, problem: Problem) -> HttpResponse:
    """For what never came as far as a view: the address alone says which form is wanted."""
    return error(problem, "xml" if request.path.endswith(".xml") else "json")


def _xml(reply: Reply) -> bytes:
    root = ET.Element(reply.root)
    if isinstance(reply.content, Mapping):
        _add_all(root, reply.content)
    else:
        for row in reply.content:
            _add_all(ET.SubElement(root, reply.item), row)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_all(parent: ET.Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        _add(parent, name, value)


def _add(parent: ET.Element, name: str, value: Any) -> None:
    """Lists are called by the plural of what is in them; nothing is an empty element."""
    node = ET.SubElement(parent, name)
    if isinstance(value, Mapping):
        _add_all(node, value)
    elif isinstance(value, list):
        for item in value:
            _add(node, name.removesuffix("s"), item)
    elif isinstance(value, bool):
        node.text = "true" if value else "false"
    elif value is not None:
        node.text = NOT_IN_XML.sub("\ufffd", str(value))
