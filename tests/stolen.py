"""What somebody sees who gets hold of a copy of a database, whichever product keeps it."""

from __future__ import annotations

from django.db import connection


def copy_of_the_database() -> str:
    """Every value of every table, bytes as the letters they spell."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [_as_text(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def _as_text(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
