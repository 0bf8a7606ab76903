"""Where mail goes while no mail server is configured: one file per mail in the home folder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


class FolderBackend(BaseEmailBackend):
    """Writes each mail whole, named by its Message-ID: the same mail sent twice is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many."""
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        folder = Path(settings.HOME.mail)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content: Any = message.message()
        name = _UNSAFE.sub("", content["Message-ID"].strip("<>").split("@")[0])
        unfinished = folder / f".{name}.{os.getpid()}"
        # A mail names its reader and a case's number: the owner's alone, from its first byte.
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / f"{name}.eml")
