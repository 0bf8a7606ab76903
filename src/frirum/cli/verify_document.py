"""`frirum verify FILE`: whether a document is the one that was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from frirum.cli.definitions import catalogue_in_force
from frirum.cli.output import emit, invocation
from frirum.cli.report import found_in_folders
from frirum.core.documents.archive import archive_faults, is_document_archive
from frirum.core.documents.checking import DocumentCheck, Remade, check_document
from frirum.core.documents.kinds import remake
from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _


def verify_document(
    path: Path, *, with_receipt: bool, results: tuple[Path, ...] = (), synthetic: bool = False
) -> bool:
    """Print what the check found; whether everything holds.

    Args:
        results: folders that `frirum evaluate` wrote, to make a document on runs again.
        synthetic: they are of made-up people.
    """
    if with_receipt:
        raise UsageError(
            _("En kvittering holdes op mod en installation, ikke mod et dokument."),
            remedy=_("Udelad --receipt og --write-receipt."),
        )
    if is_document_archive(path):
        return _verify_archive(path)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InputRefused(
            _("Filen kan ikke læses."), file=str(path), remedy=_("Angiv en fil, du må læse.")
        ) from fault
    from frirum.core.catalogue.loader import shipped_shared

    catalogue, doubts = catalogue_in_force(), dict(shipped_shared().network_doubts)

    def again(origin: Mapping[str, str]) -> Remade:
        kept = None
        if invocation().home is not None:
            from frirum.web.documents.reading import printed_again

            kept = printed_again(origin)
        if kept is not None:
            return Remade(kept)
        answered = found_in_folders(origin.get("slug"), results, synthetic=synthetic)
        return remake(origin, catalogue, doubts, found=answered)

    found = check_document(content, again)
    if invocation().home is not None:
        from frirum.web.documents.reading import against_the_register

        found = replace(found, faults=(*found.faults, *against_the_register(dict(found.origin))))
    emit(found.as_dict(), lambda: _said(found))
    return found.ok


def _verify_archive(path: Path) -> bool:
    """An archive is held against its own list."""
    faults = archive_faults(path)
    emit(
        {"ok": not faults, "faults": [one.as_dict() for one in faults]},
        lambda: (
            "\n".join(f"{one.place}: {one.message}" for one in faults)
            or _("Arkivet er, som det blev skrevet.")
        ),
    )
    return not faults


def _said(found: DocumentCheck) -> str:
    lines = [f"{one.place}: {one.message}" for one in found.faults]
    if found.faults:
        lines.insert(0, _("{n} fejl fundet:").format(n=len(found.faults)))
    else:
        lines.append(_("Dokumentet er, som det blev skrevet."))
    if found.remade:
        said = _("Holdt op mod det, der er frosset her, er det det samme.")
        made = _("Lavet på ny af det, der er her, er det det samme.")
        lines.append(said if found.origin.get("frozen") else made)
    elif found.note:
        lines.append(found.note)
    return "\n".join(lines)
