"""Faults put into the protector one at a time: do the tests notice?

    python tests/attack/mutants.py --mutants 240 --seed 1

Each mutant (see `mutations`) is a module changed in memory, in a process of its own; the tests that exercise the
module run against it until one fails, those that killed most mutants per second so far first. A mutant that no test notices
survives and is printed; one that needs five times the processor time of all its tests together is noticed too, as it
hangs. With `--minutes` no new mutant is begun after so long, and the number judged is what is printed.
"""

from __future__ import annotations

import argparse
import copy
import functools
import importlib
import importlib.abc
import importlib.util
import inspect
import itertools
import json
import os
import random
import resource
import select
import signal
import sys
import tempfile
import time
import types
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT.parent / "src")]

from attack.mutations import PACKAGE, Mutant, all_mutants, mutated  # noqa: E402

_SEARCH = (
    "unit.test_disclosure_witnesses", "unit.test_disclosure_protector", "attack.test_disclosure_tables",
    "unit.test_disclosure_ledger",
)  # fmt: skip
_OVER_TIME = ("unit.test_disclosure_ledger", "attack.test_disclosure_releases")
_LIMITS = "unit.test_disclosure_boundaries"
_TABLES = (
    _LIMITS,
    "unit.test_disclosure_table",
    "unit.test_disclosure_protector",
    "attack.test_disclosure_figures",
)
_FIGURES = (_LIMITS, "spec.test_disclosure_rules", "attack.test_disclosure_figures")
# The tests that exercise a module; what they miss counts as survived, whatever others might notice.
TESTS: dict[str, tuple[str, ...]] = {
    "protector": _SEARCH, "witnesses": _SEARCH, "moves": _SEARCH, "protected": (*_SEARCH, *_TABLES, "unit.test_disclosure_protected"), "history": _OVER_TIME,
    "ledger": _OVER_TIME, "table": _TABLES, "merge": _TABLES, "primary": ("spec.test_disclosure_rules", *_TABLES),
    "problem": _SEARCH, "settings": _FIGURES, "figures": _FIGURES, "curves": _FIGURES, "models": _FIGURES,
    "network": (_LIMITS, "unit.test_disclosure_table"),
}  # fmt: skip
# Replaced by `_attack_some`: a few of the random tables are enough to notice a fault.
RANDOM_TABLES = {
    "test_no_small_count_is_found_exactly_or_within_a_narrow_interval",
    "test_a_person_alone_in_a_cell_learns_nobody_elses_count",
    "test_small_tables_leave_at_least_five_counts_for_every_hidden_cell",
}
PATIENCE = 5
BASELINE_SECONDS = 600
BYTES = 4 * 1024**3


class _Loader(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Gives the mutated module when it is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"{PACKAGE}.{mutant.module}"
        self.code = compile(mutated(mutant), self.name, "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: types.ModuleType) -> None:
        exec(self.code, module.__dict__)


@dataclass(frozen=True)
class Case:
    """One test with its parameters."""

    label: str
    run: Callable[[], None]


def cases(names: tuple[str, ...]) -> list[Case]:
    """Plain and parametrised tests of these modules that need no fixture but a folder or a patch."""
    found = []
    for name in names:
        module = importlib.import_module(name)
        for label, test in _tests(module):
            for number, values in enumerate(_parameters(test)):
                wanted = set(inspect.signature(test).parameters) - set(values) - {"self"}
                if wanted <= {"tmp_path", "monkeypatch"}:
                    run = functools.partial(_run, test, values, wanted)
                    found.append(Case(f"{name}.{label}[{number}]", run))
        if name == "attack.test_disclosure_tables":
            found.append(Case("random tables", functools.partial(_attack_some, module)))
    return found


def _run(test: Callable[..., None], values: dict[str, object], wanted: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        given = {"tmp_path": Path(tempfile.mkdtemp()), "monkeypatch": patch}
        test(**values, **{name: given[name] for name in wanted})


def _attack_some(tables: types.ModuleType) -> None:
    tables._attack(range(14))
    tables._insiders(range(300, 308))
    tables._enumerate(range(400, 408))


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
            lists.append(
                [dict(zip(names, case if len(names) > 1 else [case], strict=True)) for case in mark.args[1]]
            )
    for combination in itertools.product(*lists):
        yield {
            name: copy.deepcopy(value) if not callable(value) else value
            for d in combination
            for name, value in d.items()
        }


@dataclass
class Experience:
    """What the tests cost without a mutant, and how many mutants each has noticed.

    Attributes:
        seconds: processor time by label.
        kills: mutants noticed first, by label.
    """

    seconds: dict[str, float]
    kills: Counter[str]

    def worth(self, case: Case) -> float:
        """Mutants to be expected of a second; every test is given half a mutant to begin with."""
        return (self.kills[case.label] + 0.5) / (self.seconds.get(case.label, 0) + 0.005)


def first_failure(names: tuple[str, ...], known: Experience) -> str | None:
    """The label of the first test that fails, or None; those that find most for their time run first."""
    for case in sorted(cases(names), key=known.worth, reverse=True):
        began = time.process_time()
        try:
            case.run()
        except BaseException:  # noqa: BLE001 - whatever ends a test has noticed the fault
            return case.label
        known.seconds.setdefault(case.label, time.process_time() - began)
    return None


def judge(mutant: Mutant, seconds: int, known: Experience) -> str | None:
    """What noticed the mutant: a test's label, "import" or "time"; None for a survivor."""

    def run() -> str:
        _forget()
        sys.meta_path.insert(0, _Loader(mutant))
        try:
            return first_failure(TESTS[mutant.module], known) or ""
        except BaseException:  # noqa: BLE001 - the tests could not even be imported: noticed
            return "import"

    told = _in_a_process(run, seconds)
    return "time" if told is None else told or None


def _in_a_process(run: Callable[[], str], seconds: int) -> str | None:
    """What `run` gives in a process of its own, or None where it needs more than so much processor time, or sleeps.

    The process that forks runs no test itself: libraries with threads of their own do not survive a fork.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.write(writing, run().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        if not select.select([told], [], [], 5 * seconds)[0]:
            os.kill(child, signal.SIGKILL)
        label = told.read().decode()
    _pid, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else label


def _forget() -> None:
    for name in list(sys.modules):
        if name.startswith((PACKAGE, "attack.", "unit.", "spec.")) and name != "attack.mutations":
            del sys.modules[name]


def _seconds_without(names: tuple[str, ...], known: Experience) -> float:
    """Processor time of the tests without a mutant; ends the run where one fails."""

    def run() -> str:
        began = time.process_time()
        failed = first_failure(names, known)
        return json.dumps([failed, time.process_time() - began, known.seconds])

    failed, seconds, learned = json.loads(_in_a_process(run, BASELINE_SECONDS) or '["time", 0, {}]')
    if failed is not None:
        raise SystemExit(f"a test fails without a mutant: {failed}")
    known.seconds.update(learned)
    return float(seconds)


def main() -> int:
    """Judge a sample of mutants and print those that survive, with the share killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--modules", nargs="*", default=list(TESTS), help="only mutants of these")
    chosen = parser.parse_args()
    groups = {TESTS[module] for module in chosen.modules}
    known = Experience({}, Counter())
    limits = {names: int(PATIENCE * _seconds_without(names, known)) + 10 for names in groups}
    found = [mutant for mutant in all_mutants() if mutant.module in chosen.modules]
    sample = random.Random(chosen.seed).sample(found, min(chosen.mutants, len(found)))
    judged = survived = 0
    started = time.monotonic()
    for mutant in sample:
        if time.monotonic() - started > 60 * chosen.minutes:
            break
        verdict = judge(mutant, limits[TESTS[mutant.module]], known)
        judged += 1
        if verdict is None:
            survived += 1
            print(f"survived: {mutant.module}.py:{mutant.line} {mutant.what}", flush=True)
        else:
            known.kills[verdict] += 1
        if judged % 20 == 0:
            print(f"{judged - survived} of {judged} killed, {time.monotonic() - started:.0f} s", flush=True)
    share = 100 * (judged - survived) / max(judged, 1)
    print(
        f"{judged - survived} of {judged} killed ({share:.1f} %), of {len(found)} possible; {known.kills['time']} hung"
    )
    return 0 if share >= 95 else 1


if __name__ == "__main__":
    sys.exit(main())
