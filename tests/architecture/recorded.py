"""Which acts the sources put on the trail: the codes that reach a recorder, read from the syntax alone."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

RECORDERS = {"record": 0, "entry_of": 0, "record_act": 0, "Masked": 0}
"""Functions, and the place of the act's code among their arguments. ``record`` is known by its module, ``trail``."""
PASSED_ON = (
    "audit/trail.py",
    "people/warranted.py",
    "flow/unmasking.py",
    "flow/flow.py",
    "flow/backfill.py",
    "flow/list_pages.py",
)
"""They record what others give them; the moves of flows are known from their tables."""
Sources = Mapping[str, ast.Module]


@dataclass(frozen=True)
class Recorded:
    """``kind`` is empty where the source does not say it in a word."""

    where: str
    action: str
    kind: str


class Unreadable(Exception):
    """A code that is put together where this cannot follow."""


def acts(sources: Sources) -> Iterator[Recorded]:
    """Raises Unreadable, saying where and what to write instead."""
    for name, module in sources.items():
        if name.endswith(PASSED_ON):
            continue
        for call, inside in _calls(module):
            if (position := _recorder(call)) is None:
                continue
            given = _argument(call, "action", position)
            kind = _argument(call, "subject_kind", 99) or _argument(call, "kind", 1)
            where = f"{name}:{call.lineno}"
            for action in _values(given, inside, module, where):
                yield Recorded(where, action, str(kind.value) if isinstance(kind, ast.Constant) else "")


def _calls(module: ast.Module) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
    """Every call with the innermost function it stands in."""
    todo: list[tuple[ast.AST, ast.FunctionDef | None]] = [(module, None)]
    while todo:
        node, inside = todo.pop()
        if isinstance(node, ast.Call):
            yield node, inside
        inside = node if isinstance(node, ast.FunctionDef) else inside
        todo += [(child, inside) for child in ast.iter_child_nodes(node)]


def _recorder(call: ast.Call) -> int | None:
    if isinstance(call.func, ast.Attribute):
        is_trail = isinstance(call.func.value, ast.Name) and call.func.value.id == "trail"
        return RECORDERS.get(call.func.attr) if is_trail else None
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return RECORDERS.get(name) if name != "record" else None


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == name), None)
    return named or (call.args[position] if position < len(call.args) else None)


def _values(node: ast.expr | None, inside: ast.FunctionDef | None, module: ast.Module, where: str) -> list[str]:
    """What an expression may be: a word, one of two, words put together, or what callers hand over."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_values(node.body, inside, module, where), *_values(node.orelse, inside, module, where)]
    if isinstance(node, ast.JoinedStr):
        parts = [_values(_part(part), inside, module, where) for part in node.values]
        return ["".join(words) for words in product(*parts)]
    if isinstance(node, ast.Name):
        for line in module.body:
            if isinstance(line, ast.Assign) and any(isinstance(t, ast.Name) and t.id == node.id for t in line.targets):
                return _values(line.value, None, module, where)
        if inside and node.id in (names := [argument.arg for argument in inside.args.args]):
            handed = [
                (_argument(call, node.id, names.index(node.id)), around)
                for call, around in _calls(module)
                if isinstance(call.func, ast.Name) and call.func.id == inside.name
            ]
            return [value for given, around in handed for value in _values(given, around, module, where)]
    raise Unreadable(
        f"{where}: the act's code cannot be read from the source. Write it as a word, or hand a word to a function of"
        f" the same module, so that a test can look whether it has words"
    )


def _part(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part
