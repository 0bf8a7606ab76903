"""Changes that can be made to a module of the protector: one operator, constant, condition or call at a time.

Left out: docstrings, annotations, texts shown to people, and the module constants that only decide how long a search
takes (`SPEED_ONLY`), as do the functions that look for many witnesses at once or near by first: whatever they find is
checked before it counts. Left out too, each with its reason: changes after which no answer can differ, but for what is met
exactly at a limit of the work allowed or of the solver's precision, where either answer is proven (`EQUIVALENT`).

Not mutated: `reading` and `ledger_files`, which refuse bad files and have tests of their own for each way to be bad;
`printing`, `files`, `charts` and `texts`, which show or search what is decided elsewhere; `repetition`, which advises.
"""

from __future__ import annotations

import ast
import importlib.util
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "frirum.core.disclosure"
MODULES = (
    "protector", "problem", "witnesses", "moves", "protected", "table", "primary", "history", "ledger", "merge", "settings",
    "figures", "curves", "models", "network", "identity", "answers", "varying", "equations",
    "together",
)  # fmt: skip
SPEED_ONLY = {
    "_FREE",
    "_LARGE",
    "_MANY",
    "_HALVES",
    "_TAKE_BACK_WORK",
    "UNBOUNDED",
    "_BUDGET",
    "_NODES",
    "_NEARBY",
}
SPEED_ONLY_FUNCTIONS = {"scatter", "_unread", "scatter_around_insiders", "_scopes", "near"}

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "witnesses",
        "self.may_hide = ~problem.fixed & ~problem.hidden & problem.printed & (self.true > 0)",
        "0 -> 1",
    ): "a count of 1 is small, and so hidden from the start, or fixed",
    (
        "witnesses",
        "grown = not more <= same",
        "LtE -> Lt",
    ): "the cell itself is no total, so the totals found are never all of `same`",
    (
        "history",
        "inside = [other for other in line if other < codes and other]",
        "Lt -> LtE",
    ): "a region made up of itself differs from itself by nobody",
    (
        "history",
        "elif -threshold < rest < 0:",
        "0 -> 1",
    ): "a rest of nothing was met as an equation two lines above",
    (
        "history",
        "larger, smaller = (area, other) if mine > theirs else (other, area)",
        "Gt -> GtE",
    ): "where both are as many nothing is asked about them a line later",
    (
        "table",
        'return " / ".join(str(pair[-1]) for pair in key) or TOTAL',
        "sign or negation gone",
    ): "of a pair the last is the second",
    (
        "merge",
        "while left[0] and len(bands) > 1:",
        "0 -> 1",
    ): "where a small cell or a hit is left there are persons in it",
    (
        "ledger",
        "unchanged = all(cell.version != number for cell in table.cells)",
        "all -> any",
    ): "a table with the versions of an earlier one is old in every cell",
    (
        "moves",
        "if answer is not None and np.abs(answer - np.rint(answer)).max() > 1e-7:",
        "Gt -> GtE",
    ): "met at the limit alone, where the rounded answer is checked and the other is whole",
    ("witnesses", "insider: int = -1", "1 -> 2"): "any number under 0 means nobody",
    (
        "protector",
        "return self.moves.solves > self.problem.budget",
        "Gt -> GtE",
    ): "the last of twenty thousand searches allowed; then everything is hidden",
    (
        "protector",
        "for sign in (1.0, -1.0):",
        "1.0 -> 2.0",
    ): "a longer cost along one cell has the same best tables, and each is a witness",
}
"""(module, source line, change) -> why no answer can differ."""

_COMPARE: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_BINARY: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_CALLS = {"max": "min", "min": "max", "any": "all", "all": "any", "ceil": "floor", "floor": "ceil",
          "maximum": "minimum", "minimum": "maximum"}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the number of the place in it, and what was done."""

    module: str
    place: int
    line: int
    what: str


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    """Every node that can be changed, what the change is, and the change itself."""
    skipped = _not_code(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
            new = _COMPARE[type(node.ops[0])]
            yield (
                node,
                f"{type(node.ops[0]).__name__} -> {new.__name__}",
                lambda n=node, o=new: n.ops.__setitem__(0, o()),
            )
        elif isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
            new = _BINARY[type(node.op)]
            yield (
                node,
                f"{type(node.op).__name__} -> {new.__name__}",
                lambda n=node, o=new: setattr(n, "op", o()),
            )
        elif isinstance(node, ast.BoolOp):
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield node, f"to {other.__name__}", lambda n=node, o=other: setattr(n, "op", o())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            yield node, "sign or negation gone", lambda n=node: _replace(tree, n, n.operand)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, f"{node.value} -> {not node.value}", lambda n=node: setattr(n, "value", not n.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield node, f"{node.value} -> {node.value + 1}", lambda n=node: setattr(n, "value", n.value + 1)
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node, "condition negated", lambda n=node: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        elif isinstance(node, ast.Call) and _name(node.func) in _CALLS:
            yield node, f"{_name(node.func)} -> {_CALLS[_name(node.func)]}", lambda n=node: _rename(n.func)


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def _rename(function: ast.expr) -> None:
    setattr(function, "id" if isinstance(function, ast.Name) else "attr", _CALLS[_name(function)])


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list) and old in value:
                value[value.index(old)] = new


def _not_code(tree: ast.Module) -> set[int]:
    """Nodes of annotations, of texts for people, of the speed constants, and of decorators."""
    left_out: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            left_out.append(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.name in SPEED_ONLY_FUNCTIONS:
            left_out.append(node)
        elif isinstance(node, ast.FunctionDef):
            left_out += [*node.decorator_list, *([node.returns] if node.returns else [])]
        elif isinstance(node, ast.ClassDef):
            left_out += node.decorator_list
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            left_out.append(node.value)  # a guard against our own faults; never met where there are none
        elif _is_text(node) or _is_untested_constant(node) or _is_work_allowed(node):
            left_out.append(node)
    return {id(inner) for node in left_out for inner in ast.walk(node)}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "_"


def _is_untested_constant(node: ast.AST) -> bool:
    names = SPEED_ONLY | {"Area", "Region", "Version"}
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in names


def _is_work_allowed(node: ast.AST) -> bool:
    """Arithmetic on a constant that decides how long a search takes."""
    return isinstance(node, ast.BinOp) and any(
        getattr(n, "id", "") in SPEED_ONLY for n in (node.left, node.right)
    )


@cache
def source_of(module: str) -> str:
    """The source text of a module of the package."""
    found = importlib.util.find_spec(f"{PACKAGE}.{module}")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).read_text(encoding="utf-8")


def declared(mutant: Mutant) -> tuple[str, str, str]:
    """What the mutant would be called in `EQUIVALENT`."""
    return mutant.module, source_of(mutant.module).splitlines()[mutant.line - 1].strip(), mutant.what


def all_mutants() -> list[Mutant]:
    """Every change that can be made and may make a difference."""
    return [mutant for mutant in every_mutant() if declared(mutant) not in EQUIVALENT]


def every_mutant() -> list[Mutant]:
    """Every change that can be made."""
    found = []
    for module in MODULES:
        for number, (node, what, _change) in enumerate(places(ast.parse(source_of(module)))):
            found.append(Mutant(module, number, getattr(node, "lineno", 0), what))
    return found


def mutated(mutant: Mutant) -> ast.Module:
    """The module's tree with the change made."""
    tree = ast.parse(source_of(mutant.module))
    _node, _what, change = next(itertools.islice(places(tree), mutant.place, None))
    change()
    return ast.fix_missing_locations(tree)
