"""A run computed in a process of its own: it can be stopped at any moment, and nothing of it is kept before it is done.

This module knows no database: what it needs is handed over, and what comes back is the text of `result.json`.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from frirum.core.catalogue.experiment import Experiment
from frirum.core.catalogue.questions import Scale
from frirum.core.errors import FrirumError, InputRefused
from frirum.core.evidence.plan import EvaluationPlan
from frirum.core.language import language

POLL_SECONDS = 0.2


@dataclass(frozen=True)
class RunOrder:
    """All that a computation needs; the paths are of files with their own names."""

    experiment: Experiment
    others: tuple[Experiment, ...]
    plan: EvaluationPlan
    extracts: tuple[Path, ...] = ()
    audits: tuple[Path, ...] = ()
    surveys: tuple[Path, ...] = ()
    marks: Path | None = None
    scales: Mapping[str, Scale] = field(default_factory=dict)


def compute(order: RunOrder, progress: Callable[[int, int], None]) -> str:
    """The text of `result.json`.

    Raises:
        FrirumError: an input is refused.
    """
    from frirum.core.evidence.inputs import read_inputs
    from frirum.core.evidence.run import evaluate
    from frirum.core.evidence.writing import result_text

    steps = len(order.plan.questions) + 2
    progress(0, steps)
    inputs = read_inputs(
        order.extracts,
        order.experiment,
        order.plan,
        marks=order.marks,
        audits=order.audits,
        surveys=order.surveys,
        scales=order.scales,
    )
    found = evaluate(
        order.experiment, order.plan, inputs, others=order.others,
        progress=lambda done, _total: progress(done + 1, steps),
    )  # fmt: skip
    progress(steps - 1, steps)
    return result_text(found)


def computed_apart(
    order: RunOrder, *, told: Callable[[int, int], None], may_go_on: Callable[[], None]
) -> str:
    """`compute` in a process of its own.

    Args:
        told: how many steps are done, of how many.
        may_go_on: asked several times a second; whatever it raises ends the process at once.

    Raises:
        FrirumError: an input is refused.
        RuntimeError: the process ended without an answer, or by a fault of ours.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(order, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            may_go_on()
            if not ours.poll(POLL_SECONDS):
                continue
            kind, said = _received(ours)
            if kind == "done":
                return str(said)
            if kind == "progress":
                told(*said)
            elif kind == "refused":
                raise InputRefused(
                    said["message"], file=said["file"], line=said["line"], remedy=said["remedy"]
                )
            else:
                raise RuntimeError(said)
    finally:
        process.kill()
        process.join()
        ours.close()


def _received(pipe: Connection) -> tuple[str, Any]:
    try:
        kind, said = pipe.recv()
    except EOFError:
        return "failed", "the computation ended without an answer"
    return kind, said


def _answer(order: RunOrder, pipe: Connection) -> None:
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        with language("da"):
            pipe.send(("done", compute(order, lambda done, total: pipe.send(("progress", (done, total))))))
    except FrirumError as refused:
        said = {name: getattr(refused, name, None) for name in ("message", "remedy", "line")}
        pipe.send(("refused", {**said, "file": Path(str(getattr(refused, "file", "") or "")).name or None}))
    except Exception as fault:  # noqa: BLE001 - told to the worker, which writes it to the log
        pipe.send(("failed", f"{type(fault).__name__}: {fault}"))


def _end_with_parent(parent: int) -> None:
    """A worker that was killed leaves nobody who wants the answer."""
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    os._exit(1)
