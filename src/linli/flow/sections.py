"""What each room has to say on the page of a record of another room. The page knows none of them: they register."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from linli.flow.records import Record
from linli.kernel.actor import Actor
from linli.kernel.problems import Text
from linli.kernel.registry import Registry

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Section:
    """One card. ``template`` is rendered with ``it`` (the ``content``) and the page's own names.

    ``is_first``: a remark above the facts instead of a card below them.
    """

    title: Text
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    is_first: bool = False


_sections: dict[str, Registry[Callable[[Any, Actor], Section | None]]] = {}


def add_section(model: type[R], name: str, tell: Callable[[R, Actor], Section | None]) -> None:
    """Register a card for the pages of a kind.

    ``tell`` answers for one record and one reader, in a fixed number of queries; None where it has nothing to say.
    """
    _sections.setdefault(model.kind, Registry(f"section of {model.kind}")).add(name, tell)


def sections_of(record: Record, actor: Actor) -> list[Section]:
    """The cards of this record for this reader, in the order in which they were registered."""
    found = (tell(record, actor) for _name, tell in _sections.get(record.kind, ()))
    return [section for section in found if section is not None]
