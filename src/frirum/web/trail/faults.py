"""What `frirum verify` finds; known without a database, as an archive is verified without one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold.

    Attributes:
        code: stable name of the kind of fault.
        zone: "casework" or "statistics"; "" for a fault of an archive.
        place: the event, row, segment or file.
        message: for a person.
    """

    code: str
    zone: str
    place: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {"kind": self.code, "zone": self.zone, "place": self.place, "message": self.message}
