"""What every kind shows on the page of a record."""

from collections.abc import Iterable

from linli.flow import timeline
from linli.flow.flow import flow_of
from linli.flow.records import Record
from linli.flow.resources import resources
from linli.flow.showing import head_of
from linli.kernel.actor import Actor
from linli.kernel.resubmission import new_key


def record_context(record: Record, actor: Actor, *, parts: Iterable[Record] = (), title: str = "") -> dict[str, object]:
    """What every page of a record shows: its head, what this actor may do, its timeline. Five queries.

    ``parts`` are those whose steps stand in its timeline as well. Who may not read names gets what is public.
    """
    told = timeline.for_staff if resources[record.kind].may_read(actor, record) else timeline.for_public
    return {
        "it": record,
        "head": head_of(record, title),
        "offers": flow_of(record).available(record, actor),
        "lines": told(record, parts),
        "key": new_key(),
    }
