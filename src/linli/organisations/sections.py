"""What each room has to say on an organisation's page. The page knows none of them: they register."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.kernel.problems import Text
from linli.kernel.registry import Registry
from linli.organisations.models import Organisation


@dataclass(frozen=True)
class Section:
    """One card. ``template`` is rendered with ``it`` (the ``content``), ``organisation`` and the page's own names."""

    title: Text
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)


sections: Registry[Callable[[Organisation, Any], Section | None]] = Registry("section")
"""Each answers for one organisation and one reader, in a fixed number of queries; None where it has nothing to say."""


def sections_of(organisation: Organisation, actor: Any) -> list[Section]:
    found = (tell(organisation, actor) for _name, tell in sections)
    return [section for section in found if section is not None]
