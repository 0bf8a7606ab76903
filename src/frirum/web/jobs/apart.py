"""Long work of a job in a thread of its own, so that somebody who cancels waits for no step of it.

The work may not touch a database. One that was left goes on until it next tells how far it is, and what it gives is
dropped.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from frirum.web.jobs.context import JobContext, Stopped

T = TypeVar("T")
Tell = Callable[[int, int], None]
"""(done, in all): how far the work is."""

LOOK_SECONDS = 0.25


def run_apart(work: Callable[[Tell], T], context: JobContext) -> T:
    """Do the work, and leave it at once where the job is cancelled, lost, or the worker stops.

    Args:
        work: is given a function to tell how far it is.
    """
    left, latest = threading.Event(), [(0, 1)]
    done: Future[T] = Future()

    def tell(so_far: int, total: int) -> None:
        if left.is_set():
            raise Stopped
        latest[0] = (so_far, total)

    def run() -> None:
        try:
            done.set_result(work(tell))
        except BaseException as fault:  # noqa: BLE001 - raised again where the job waits
            done.set_exception(fault)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            so_far, total = latest[0]
            # Bytes of a large file are more than the job's row can count.
            context.progress(1000 * so_far // max(total, 1), 1000)
    except BaseException:
        left.set()
        raise
    return done.result()
