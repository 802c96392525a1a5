"""A flow's diagram and table, drawn from its declaration for ``docs/flows.md``."""

from typing import Any

from django.utils import translation

from linli.flow.flow import Flow, flows
from linli.kernel.registry import record_kinds

HEAD = """# Flows

Drawn from the tables in the code by `./linli manage flows`; do not edit.
Each kind of record has one table: the states, the moves between them, who may make them and what they ask for.
"""


def document() -> str:
    """``docs/flows.md``: every flow's Mermaid diagram and table, in Chinese with the names used in code."""
    with translation.override("zh-hans"):
        parts = [
            "\n".join([f"## {record_kinds[kind].title} (`{kind}`)", "", *_diagram(flow), "", *_table(flow), ""])
            for kind, flow in flows
        ]
    return "\n".join([HEAD, *parts])


def _diagram(flow: Flow[Any]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label} ({state.value})" for state in flow.states]
    lines.append(f"    [*] --> {flow.initial}: begin")
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
