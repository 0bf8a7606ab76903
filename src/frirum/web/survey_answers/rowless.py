"""Tables without a row number, for migrations: SQLite numbers rows as they come, and would so tell their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def without_rowid(*tables: str) -> Callable[[Any, Any], None]:
    """The function of a migration that makes these new, still empty tables anew WITHOUT ROWID.

    Nothing is done on another database. On PostgreSQL rows lie as their batch was written, and a batch is written in
    the order of its random keys.
    """

    def make_anew(_apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "sqlite":
            return
        existing = connection.introspection.table_names()
        with connection.cursor() as cursor:
            for table in (name for name in tables if name in existing):
                cursor.execute(
                    "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table]
                )
                found = cursor.fetchall()
                made = next(sql for kind, sql in found if kind == "table")
                cursor.execute(f'DROP TABLE "{table}"')
                cursor.execute(f"{made} WITHOUT ROWID")
                for kind, sql in found:
                    if kind == "index":
                        cursor.execute(sql)

    return make_anew
