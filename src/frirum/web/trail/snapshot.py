"""Reading a zone as it stood at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from frirum.web.zones import Zone, alias


@contextmanager
def one_snapshot(zone: Zone) -> Iterator[None]:
    """Inside the block every query of the zone sees the same moment; nothing may be written.

    SQLite's write-ahead log keeps a reader's moment without holding anybody up, if the transaction is not begun as a
    writer's. Inside a transaction that runs already the block is part of it.
    """
    connection: Any = connections[alias(zone)]
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()  # only then does it know how it begins
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic(using=alias(zone)):
                yield
        finally:
            connection.transaction_mode = usual
        return
    with transaction.atomic(using=alias(zone)):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
