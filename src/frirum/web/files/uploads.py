"""A file that is being sent: in memory while it is small, else in a file that no folder names."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class UnnamedUploadHandler(FileUploadHandler):
    """As Django's own for large files, but what it has written is gone with the process, however that ends."""

    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A new file begins."""
        super().new_file(*args, **kwargs)
        # It is closed by Django when the request is over.
        content = tempfile.TemporaryFile()  # noqa: SIM115
        self.file = UploadedFile(
            content, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what has come."""
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """All of it has come."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        """The sender went away."""
        if hasattr(self, "file"):
            self.file.close()
