"""Writes of several requests in one transaction, so that one wait for the disk serves them all.

On SQLite one writes at a time and each commit waits until the disk has it. Where many answer at once those waits, and
not the work, set the pace. Here whoever comes first does the work of all who came meanwhile, each under a savepoint of
its own, and commits once; nobody is told that it is done before it is on the disk.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections, transaction

T = TypeVar("T")
MOST_TOGETHER = 32
"""Works of one transaction; more would keep other writers waiting."""


class _Work(Generic[T]):
    def __init__(self, do: Callable[[], T]) -> None:
        self.do = do
        self.done = threading.Event()
        self.result: T | None = None
        self.fault: BaseException | None = None


class GroupCommit:
    """The writes on one database that may share a transaction."""

    def __init__(self, using: str) -> None:
        self._using = using
        self._waiting: deque[_Work[Any]] = deque()
        self._leading = threading.Lock()

    def run(self, do: Callable[[], T]) -> T:
        """Do this inside a transaction, perhaps with others', and return when it is committed.

        What `do` raises undoes its own writes alone and is raised here; what the commit raises, everybody's.
        """
        if connections[self._using].in_atomic_block:
            with transaction.atomic(using=self._using):
                return do()
        own = _Work(do)
        self._waiting.append(own)
        while not own.done.is_set():
            # Either this thread leads, or the one that does takes its work along, or it leads next.
            with self._leading:
                if not own.done.is_set():
                    self._lead()
        if own.fault is not None:
            raise own.fault
        return own.result  # type: ignore[return-value]

    def _lead(self) -> None:
        works: list[_Work[Any]] = []
        while self._waiting and len(works) < MOST_TOGETHER:
            works.append(self._waiting.popleft())
        try:
            with transaction.atomic(using=self._using):
                for one in works:
                    self._do(one)
        except BaseException as fault:
            for one in works:
                one.fault = one.fault or fault
            if not isinstance(fault, Exception):
                raise
        finally:
            for one in works:
                one.done.set()

    def _do(self, one: _Work[Any]) -> None:
        try:
            with transaction.atomic(using=self._using):
                one.result = one.do()
        except Exception as fault:  # noqa: BLE001 - raised again where the work waits
            one.fault = fault
