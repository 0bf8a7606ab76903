"""Rows that the database itself refuses to change: triggers, the same on SQLite and PostgreSQL.

An app declares in its registration which rows are guarded; the triggers are put in place after every migration,
because SQLite rebuilds a table to alter it and drops its triggers on the way. `frirum verify` reports one that is
missing or says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, router

from frirum.web import registered
from frirum.web.registration import ALWAYS, Guard


def _of_database(database: str) -> Iterator[Guard]:
    return (guard for guard in registered.guards() if router.allow_migrate_model(database, guard.model))


def install_after_migration(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Signal handler: put the guards of the app just migrated in place."""
    # The names come from the app registry as it is now, whatever state the migration saw.
    if app_config.label in {config.label for config in apps.get_app_configs()}:
        install(using, only_app=app_config.label)


def install(database: str, *, only_app: str | None = None) -> None:
    """Make the triggers anew; safe to repeat. Tables that do not exist yet are passed over."""
    connection = connections[database]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in _of_database(database):
            if only_app in (None, guard.model._meta.app_label) and guard.table in tables:
                for statement in (*_drop(guard, connection.vendor), *_create(guard, connection.vendor)):
                    cursor.execute(statement)


def remove(database: str) -> None:
    """Drop the triggers. For tests that empty tables between them, and for nothing else."""
    connection = connections[database]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in _of_database(database):
            if guard.table in tables:
                for statement in _drop(guard, connection.vendor):
                    cursor.execute(statement)


def missing(database: str) -> list[str]:
    """Names of triggers that should be there and are not, are switched off, or do something else than they should."""
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        present = {(name, _words(text)) for name, text in cursor.fetchall()}
    return [
        name
        for guard in _of_database(database)
        for name, text in _expected(guard, connection.vendor)
        if (name, _words(text)) not in present
    ]


# Name and text of each trigger. On PostgreSQL the text is the function's and how the trigger calls it; an
# administrator can also leave a trigger in place and disable it.
_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT t.tgname, p.prosrc || ' ' || pg_get_triggerdef(t.oid) FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
    ),
}


def _words(text: str) -> str:
    """The text without what a database changes when it prints a definition: spaces, quotes, schema."""
    return re.sub(r"[\s\"]+", "", text).replace("public.", "").casefold()


def _expected(guard: Guard, vendor: str) -> Iterator[tuple[str, str]]:
    """Name and text of each trigger of a guard, as `_PRESENT` finds them."""
    statements = _create(guard, vendor)
    if vendor == "sqlite":
        yield from zip(_names(guard, vendor), statements, strict=True)
        return
    bodies = (text.split("$$")[1] for text in statements[::2])
    for name, body, trigger in zip(_names(guard, vendor), bodies, statements[1::2], strict=True):
        yield name, f"{body} {trigger}"


def _names(guard: Guard, vendor: str) -> tuple[str, ...]:
    whats = ("update", "delete", "replace" if vendor == "sqlite" else "truncate")
    return tuple(f"guard_{guard.table}_{what}" for what in whats)


def _changed(guard: Guard, differs: str) -> str:
    if not guard.may_change:
        return ALWAYS
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in guard.locked_columns())


def _create(guard: Guard, vendor: str) -> list[str]:
    return _create_sqlite(guard) if vendor == "sqlite" else _create_postgresql(guard)


def _drop(guard: Guard, vendor: str) -> list[str]:
    on_table = "" if vendor == "sqlite" else f' ON "{guard.table}"'
    return [f'DROP TRIGGER IF EXISTS "{name}"{on_table}' for name in _names(guard, vendor)]


def _create_sqlite(guard: Guard) -> list[str]:
    update, delete, replace = _names(guard, "sqlite")
    table, key = guard.table, guard.model._meta.pk.column
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: row is locked'); END"
    # INSERT OR REPLACE removes the old row without firing a delete trigger, so it is refused on its own.
    old_row = f'SELECT 1 FROM "{table}" AS OLD_ROW WHERE OLD_ROW."{key}" = NEW."{key}" AND '
    old_row += f"({guard.no_delete_when.replace('OLD.', 'OLD_ROW.')})"
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" '
        f"WHEN ({guard.no_update_when}) AND ({_changed(guard, 'IS NOT')}) {refuse}",
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" WHEN ({guard.no_delete_when}) {refuse}',
        f'CREATE TRIGGER "{replace}" BEFORE INSERT ON "{table}" WHEN EXISTS ({old_row}) {refuse}',
    ]


def _create_postgresql(guard: Guard) -> list[str]:
    update, delete, truncate = _names(guard, "postgresql")
    table = guard.table
    refuse = f"RAISE EXCEPTION '{table}: row is locked' USING ERRCODE = 'integrity_constraint_violation'"

    def function(name: str, condition: str, result: str) -> str:
        return (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF {condition} THEN {refuse}; END IF; RETURN {result}; END $$"
        )

    changed = f"({guard.no_update_when}) AND ({_changed(guard, 'IS DISTINCT FROM')})"
    each_row = "FOR EACH ROW EXECUTE FUNCTION"
    return [
        function(update, changed, "NEW"),
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" {each_row} "{update}"()',
        function(delete, f"({guard.no_delete_when})", "OLD"),
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {each_row} "{delete}"()',
        function(truncate, "TRUE", "NULL"),
        f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "{truncate}"()',
    ]
