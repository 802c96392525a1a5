"""A flow's diagram and table, drawn from its declaration for ``docs/flows.md``."""

from typing import Any

from django.utils import translation

from linli.flow.flow import Flow


def markdown(flow: Flow[Any], *, title: str) -> str:
    """A Mermaid state diagram and the table of moves, in Chinese with the names used in code."""
    with translation.override("zh-hans"):
        return "\n".join([f"## {title}", "", *_diagram(flow), "", *_table(flow), ""])


def _diagram(flow: Flow[Any]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label} ({state.value})" for state in flow.states]
    lines.append(f"    [*] --> {flow.initial}: start")
    for move in flow.moves.values():
        if move.target:
            lines += [f"    {source} --> {move.target}: {move.label} ({move.name})" for source in move.sources]
    return [*lines, "```"]


def _table(flow: Flow[Any]) -> list[str]:
    lines = ["| move | words | from | to | who | asks for |", "|---|---|---|---|---|---|"]
    for move in flow.moves.values():
        asks = [*(move.form.base_fields if move.form else ()), *(["note"] if move.needs_note else ())]
        target = move.target or "—"
        cells = [move.name, move.label, ", ".join(move.sources), target, move.allow.__name__, ", ".join(asks) or "—"]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    waiting = ", ".join(flow.waits)
    return [*lines, "", f"Waits for somebody in: {waiting}."]
