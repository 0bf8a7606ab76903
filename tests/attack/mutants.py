"""Faults put into the protector one at a time: do the tests notice?

    python tests/attack/mutants.py --mutants 240 --seed 1

Each mutant changes one operator, constant, condition or call of one module in memory, in a process of its own; the
disclosure tests then run against it until one fails. A mutant that no test notices survives and is printed.
Left out: docstrings, annotations, texts shown to people, and the module constants that only decide how long a search
takes (they are named in `SPEED_ONLY`), as do the functions that look for many witnesses at once or near by first:
whatever they find is checked before it counts.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import inspect
import itertools
import os
import random
import resource
import signal
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "frirum.core.disclosure"
MODULES = (
    "protector", "moves", "protected", "table", "primary", "history", "ledger", "merge", "settings", "figures", "curves", "models",
)  # fmt: skip
_SEARCH = (
    "unit.test_disclosure_protector",
    "attack.test_disclosure_tables",
    "unit.test_disclosure_ledger",
    "attack.test_disclosure_utility",
)
_OVER_TIME = ("unit.test_disclosure_ledger", "unit.test_disclosure_protector")
_TABLES = ("unit.test_disclosure_table", "unit.test_disclosure_protector", "attack.test_disclosure_figures")
_FIGURES = ("attack.test_disclosure_figures", "spec.test_disclosure_rules")
# The tests that exercise a module; what they miss counts as survived, whatever others might notice.
TESTS: dict[str, tuple[str, ...]] = {
    "protector": _SEARCH, "moves": _SEARCH, "protected": _SEARCH, "history": _OVER_TIME, "ledger": _OVER_TIME,
    "table": _TABLES, "merge": _TABLES, "primary": ("spec.test_disclosure_rules", *_TABLES),
    "settings": _FIGURES, "figures": _FIGURES, "curves": _FIGURES, "models": _FIGURES,
}  # fmt: skip
SPEED_ONLY = {"_FREE", "_LARGE", "_HALVES", "_TAKE_BACK_WORK", "UNBOUNDED", "_BUDGET", "_NODES", "_NEARBY"}
SPEED_ONLY_FUNCTIONS = {"scatter", "scatter_around_insiders", "_scopes", "near"}
RANDOM_TABLES = {
    "test_no_small_count_is_found_exactly_or_within_a_narrow_interval",
    "test_a_person_alone_in_a_cell_learns_nobody_elses_count",
    "test_small_tables_leave_at_least_five_counts_for_every_hidden_cell",
}
SECONDS = 300
BYTES = 4 * 1024**3

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
        elif _is_text(node) or _is_untested_constant(node):
            left_out.append(node)
    return {id(inner) for node in left_out for inner in ast.walk(node)}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "_"


def _is_untested_constant(node: ast.AST) -> bool:
    names = SPEED_ONLY | {"Area", "Region", "Version"}
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in names


def source_of(module: str) -> str:
    """The source text of a module of the package."""
    found = importlib.util.find_spec(f"{PACKAGE}.{module}")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).read_text(encoding="utf-8")


def all_mutants() -> list[Mutant]:
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


class _Loader(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Gives the mutated module when it is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"{PACKAGE}.{mutant.module}"
        self.code = compile(mutated(mutant), self.name, "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self.code, module.__dict__)


def run_tests(names: tuple[str, ...]) -> str | None:
    """The first test that fails, or None. Runs plain and parametrised tests that need no fixture but a folder.

    Of the random tables only the first few are attacked: enough to notice a fault.
    """
    for name in names:
        module = importlib.import_module(name)
        for label, test in _tests(module):
            for values in _parameters(test):
                wanted = set(inspect.signature(test).parameters) - set(values) - {"self"}
                if not wanted <= {"tmp_path"}:
                    continue
                folder = {"tmp_path": Path(tempfile.mkdtemp())} if wanted else {}
                try:
                    test(**values, **folder)
                except BaseException as failure:  # noqa: BLE001 - whatever ends a test has noticed the fault
                    return f"{label}: {type(failure).__name__}"
        if name == "attack.test_disclosure_tables" and (found := _attack_some(module)):
            return found
    return None


def _attack_some(tables: types.ModuleType) -> str | None:
    try:
        tables._attack(range(14))
        tables._insiders(range(300, 308))
        tables._enumerate(range(400, 408))
    except BaseException as failure:  # noqa: BLE001 - as above
        return f"attack: {type(failure).__name__}"
    return None


def _tests(module: types.ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    for name, thing in vars(module).items():
        if name.startswith("test_") and not _long(thing) and name not in RANDOM_TABLES:
            yield name, thing
        elif name.startswith("Test"):
            held = thing()
            yield from ((n, getattr(held, n)) for n in vars(thing) if n.startswith("test_"))


def _marks(test: Callable[..., None]) -> list:
    return getattr(test, "pytestmark", [])


def _long(test: Callable[..., None]) -> bool:
    return any(mark.name == "long" for mark in _marks(test))


def _parameters(test: Callable[..., None]) -> Iterator[dict[str, object]]:
    lists = []
    for mark in _marks(test):
        if mark.name == "parametrize":
            names = [name.strip() for name in mark.args[0].split(",")]
            # Groups of random tables: a few are enough to notice a fault.
            cases = list(mark.args[1])[:4] if names == ["group"] else list(mark.args[1])
            lists.append(
                [dict(zip(names, case if len(names) > 1 else [case], strict=True)) for case in cases]
            )
    for combination in itertools.product(*lists):
        yield {
            name: copy.deepcopy(value) if not callable(value) else value
            for d in combination
            for name, value in d.items()
        }


def judge(mutant: Mutant) -> str:
    """ "killed", "timeout" (also noticed) or "survived"; in a process of its own."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _forget()
        sys.meta_path.insert(0, _Loader(mutant))
        try:
            failed = run_tests(TESTS[mutant.module])
        except BaseException:  # noqa: BLE001 - the tests could not even be imported: noticed
            failed = "import"
        os._exit(1 if failed else 0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "timeout"
    return "killed" if os.WEXITSTATUS(status) else "survived"


def _forget() -> None:
    for name in list(sys.modules):
        if name.startswith((PACKAGE, "attack.", "unit.", "spec.")):
            del sys.modules[name]


def main() -> int:
    """Judge a sample of mutants and print those that survive, with the share killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root), str(root.parent / "src")]
    began = time.process_time()
    every = tuple(dict.fromkeys(name for names in TESTS.values() for name in names))
    if (failed := run_tests(every)) is not None:
        print("the tests fail without a mutant:", failed)
        return 1
    print(f"without a mutant all tests pass, in {time.process_time() - began:.0f} s", flush=True)
    found = all_mutants()
    sample = random.Random(chosen.seed).sample(found, min(chosen.mutants, len(found)))
    killed = 0
    started = time.monotonic()
    for number, mutant in enumerate(sample, start=1):
        verdict = judge(mutant)
        killed += verdict != "survived"
        if verdict == "survived":
            print(f"survived: {mutant.module}.py:{mutant.line} {mutant.what}", flush=True)
        if number % 20 == 0:
            print(f"{killed} of {number} killed, {time.monotonic() - started:.0f} s", flush=True)
    print(f"{killed} of {len(sample)} killed ({100 * killed / len(sample):.1f} %), of {len(found)} possible")
    return 0 if killed >= 0.95 * len(sample) else 1


if __name__ == "__main__":
    sys.exit(main())
