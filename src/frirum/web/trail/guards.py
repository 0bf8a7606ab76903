"""Rows that the database itself refuses to change: triggers, the same on SQLite and PostgreSQL.

An app says beside its model which rows are guarded; the triggers are put in place after every migration, because
SQLite rebuilds a table to alter it and drops its triggers on the way. `frirum verify` reports a missing one.

A condition is SQL over `OLD` (the row as it stands), the same text for both databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models, router

_ALWAYS = "1=1"


@dataclass(frozen=True)
class Guard:
    """What a table refuses.

    Args:
        model: the guarded model.
        no_update_when: condition under which an update is refused.
        no_delete_when: condition under which a delete is refused.
        may_change: columns that may change even then.
    """

    model: type[models.Model]
    no_update_when: str
    no_delete_when: str
    may_change: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The guarded table."""
        return str(self.model._meta.db_table)

    @property
    def names(self) -> tuple[str, ...]:
        """The triggers that must exist."""
        return tuple(f"guard_{self.table}_{what}" for what in ("update", "delete"))

    def locked_columns(self) -> list[str]:
        """The columns that may not change; all of them when nothing is exempt."""
        columns = [str(f.column) for f in self.model._meta.concrete_fields]
        return [column for column in columns if column not in self.may_change]


_guards: dict[str, Guard] = {}


def append_only(model: type[models.Model], *, delete_when: str | None = None) -> None:
    """No row is ever updated; it is deleted only under `delete_when`, if that is given."""
    refuse = f"NOT ({delete_when})" if delete_when else _ALWAYS
    _guards[model._meta.label] = Guard(model, no_update_when=_ALWAYS, no_delete_when=refuse)


def frozen_when(model: type[models.Model], condition: str, *, may_change: Iterable[str] = ()) -> None:
    """A row for which `condition` holds is neither deleted nor changed, but for the columns `may_change`."""
    _guards[model._meta.label] = Guard(model, condition, condition, tuple(may_change))


def immutable(model: type[models.Model], *, may_change: Iterable[str] = ()) -> None:
    """Every row is neither deleted nor changed, but for the columns `may_change`."""
    frozen_when(model, _ALWAYS, may_change=may_change)


def all_guards() -> Iterator[Guard]:
    """Every guard that an app has asked for."""
    yield from _guards.values()


def _of_database(database: str) -> Iterator[Guard]:
    return (guard for guard in all_guards() if router.allow_migrate_model(database, guard.model))


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
    """Names of triggers that should be there and are not."""
    connection = connections[database]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            # An administrator can also leave a trigger in place and disable it.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for guard in _of_database(database) for name in guard.names if name not in present]


def _changed(guard: Guard, differs: str) -> str:
    if not guard.may_change:
        return _ALWAYS
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in guard.locked_columns())


def _create(guard: Guard, vendor: str) -> list[str]:
    return _create_sqlite(guard) if vendor == "sqlite" else _create_postgresql(guard)


def _drop(guard: Guard, vendor: str) -> list[str]:
    on_table = "" if vendor == "sqlite" else f' ON "{guard.table}"'
    names = (*guard.names, f"guard_{guard.table}_{'replace' if vendor == 'sqlite' else 'truncate'}")
    return [f'DROP TRIGGER IF EXISTS "{name}"{on_table}' for name in names]


def _create_sqlite(guard: Guard) -> list[str]:
    update, delete = guard.names
    table, key = guard.table, guard.model._meta.pk.column
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: row is locked'); END"
    # INSERT OR REPLACE removes the old row without firing a delete trigger, so it is refused on its own.
    old_row = f'SELECT 1 FROM "{table}" AS OLD_ROW WHERE OLD_ROW."{key}" = NEW."{key}" AND '
    old_row += f"({guard.no_delete_when.replace('OLD.', 'OLD_ROW.')})"
    return [
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" '
        f"WHEN ({guard.no_update_when}) AND ({_changed(guard, 'IS NOT')}) {refuse}",
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" WHEN ({guard.no_delete_when}) {refuse}',
        f'CREATE TRIGGER "guard_{table}_replace" BEFORE INSERT ON "{table}" WHEN EXISTS ({old_row}) {refuse}',
    ]


def _create_postgresql(guard: Guard) -> list[str]:
    update, delete = guard.names
    table = guard.table
    refuse = f"RAISE EXCEPTION '{table}: row is locked' USING ERRCODE = 'integrity_constraint_violation'"

    def function(name: str, condition: str, result: str) -> str:
        return (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF {condition} THEN {refuse}; END IF; RETURN {result}; END $$"
        )

    changed = f"({guard.no_update_when}) AND ({_changed(guard, 'IS DISTINCT FROM')})"
    each_row = "FOR EACH ROW EXECUTE FUNCTION"
    truncate = f"guard_{table}_truncate"
    return [
        function(update, changed, "NEW"),
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" {each_row} "{update}"()',
        function(delete, f"({guard.no_delete_when})", "OLD"),
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {each_row} "{delete}"()',
        function(truncate, "TRUE", "NULL"),
        f'CREATE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION "{truncate}"()',
    ]
