"""Small readers that settings.py is made of."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from frirum.web.home import Home

_SQLITE_OPTIONS = {
    # IMMEDIATE: a transaction that will write takes the lock at once, instead of failing when it upgrades.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was answered with "saved" survives a power cut; NORMAL may lose it.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-20000;",
}


LOADED: dict[str, tuple[int, ...]] = {}
"""Name of a key -> the state of its file when it was read."""


def state_of(path: Path) -> tuple[int, ...]:
    """What tells a file that was replaced from one that was not."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def key(home: Home, name: str) -> str:
    """A key of the home; a random one where there is no home (type checking, `--help`)."""
    try:
        LOADED[name] = state_of(home.keys / f"{name}.key")
        return home.key(name)
    except FileNotFoundError:
        return secrets.token_urlsafe(48)


def database(home: Home, zone: str, variable: str) -> dict[str, Any]:
    """The database of a zone: PostgreSQL where the environment names one, else SQLite in the home."""
    address = os.environ.get(variable)
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home.database(zone),
            "OPTIONS": dict(_SQLITE_OPTIONS),
            # Opening one for each request costs as much as an answer to a survey, and the last to close empties the
            # journal each time. One that is idle holds no lock.
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"{variable} must start with postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail_server(address: str | None) -> tuple[str, dict[str, Any]]:
    """The mail backend and its server: SMTP where one is named, else files in the home."""
    if not address:
        return "frirum.web.mail.backends.FolderBackend", {}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("FRIRUM_SMTP_URL must be smtp://host or smtps://host")
    return "django.core.mail.backends.smtp.EmailBackend", {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1"),
        "timeout": 20,
    }


def logging() -> dict[str, Any]:
    """Logs to standard error. The address line of a request is not logged by us, nor any form value."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "personal": {"()": "frirum.web.logs.PersonalDataFilter"},
            "one_line": {"()": "frirum.web.logs.OneLineFilter"},
        },
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["personal"]}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # A name in the Host header that is not the site's: whoever opens it by another address, or tries doors.
            "django.security.DisallowedHost": {"filters": ["one_line"]},
            # Our runner logs start, stop and restarts; waitress announces its queue at WARNING.
            "frirum": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }
