"""A batch's file opened for reading, with everything the core wants to know from outside."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from frirum.core.errors import NotAllowed
from frirum.core.extracts.kinds import MARKS
from frirum.core.extracts.mapping import ColumnMapping
from frirum.core.extracts.marks import MarkJudge
from frirum.core.extracts.people import cpr_by_case_number
from frirum.core.extracts.reading import KEY_DIGITS, RowIdentity, RowReader
from frirum.core.files.opening import open_source
from frirum.core.files.source import OpenedFile
from frirum.core.language import gettext as _
from frirum.web import clock, keys
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.extracts.models import Batch, ExtractPerson
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.uses import identities
from frirum.web.uses.models import Citizen
from frirum.web.uses.sealing import unsealed
from frirum.web.zones import CASEWORK

T = TypeVar("T")
_REMEMBERED = 100_000


@contextmanager
def open_batch(batch: Batch) -> Iterator[OpenedFile]:
    """The batch's file, opened while the block runs.

    Raises:
        NotAllowed: the file is deleted.
        InputRefused: it cannot be read.
    """
    stored = StoredFile.objects.filter(reference=batch.file_reference).first()
    path = store.path_of(CASEWORK, stored.sha256) if stored else None
    if path is None or not path.is_file():
        raise NotAllowed(
            _("Filen er slettet, da dens frist var udløbet."), remedy=_("Hent udtrækket ind igen.")
        )
    with unsealed(path) as plain:
        yield open_source(plain, sheet=batch.sheet, heading_line=batch.heading_line)


def reader_of(batch: Batch, source: OpenedFile, mapping: ColumnMapping, *, whole: bool = False) -> RowReader:
    """The core's reader, with identities, keys and definitions of this installation.

    Args:
        whole: go once through the file first, so that a citizen who stands with either number is one; a page that
            shows the first rows does not.
    """
    municipality = int(batch.organisation)
    judge = None
    if mapping.kind == MARKS:
        experiments = current_catalogue().experiments.values()
        judge = MarkJudge(experiments, municipality=municipality, today=clock.today())

    def read(cpr: str, case_number: str) -> identities.Identity:
        return identities.read_identity(cpr, case_number, zero_confirmed=mapping.zero_confirmed)

    in_file = cpr_by_case_number(source, mapping, read) if whole else {}

    @lru_cache(maxsize=_REMEMBERED)
    def cpr_of(case_number: str) -> str:
        return in_file.get(case_number) or _cpr_on_file(batch.organisation, case_number)

    def identify(cpr: str, case_number: str) -> RowIdentity:
        found = read(cpr, case_number)
        if found.cpr or not whole:
            return found
        return identities.Identity(cpr_of(found.case_number), found.case_number)

    return RowReader(
        source,
        mapping,
        municipality=municipality,
        identify=identify,
        secret=row_secret(),
        judge=judge,
        today=clock.today(),
    )


def _cpr_on_file(organisation: str, case_number: str) -> str:
    """The CPR number of the municipality's citizen with that case number; "" where there is none."""
    found = Citizen.objects.filter(organisation=organisation, case_number=case_number).first()
    return identities.unseal(found.cpr_sealed, found.place) if found is not None and found.cpr_sealed else ""


def row_secret() -> bytes:
    """What keys the hashes of rows: made from the installation's own key for looking up citizens."""
    return hmac.new(keys.lines("citizen-lookup")[0].encode(), b"extract rows", hashlib.sha256).digest()


def who(identity: RowIdentity) -> str:
    """What rows about the same citizen have in common; for a CPR number it is the citizen's own lookup."""
    if identity.cpr:
        return identities.lookup_key(identity.cpr)
    return hmac.new(row_secret(), f"case:{identity.case_number}".encode(), hashlib.sha256).hexdigest()


def identity_key(identity: RowIdentity) -> str:
    """The same for the same two numbers in this installation: what a person of an extract is found again by."""
    written = f"{identity.cpr}:{identity.case_number}".encode()
    return hmac.new(row_secret(), b"identity:" + written, hashlib.sha256).hexdigest()[:KEY_DIGITS]


def sealed_identity(identity: RowIdentity, key: str) -> str:
    """Both numbers encrypted together, for the person with this `identity_key`; differs each time."""
    return identities.seal(json.dumps([identity.cpr, identity.case_number]), place_of(key))


def place_of(key: str) -> str:
    """What a person's sealed identity is bound to."""
    return f"extract_person:{key}"


def opened_identity(sealed: str, key: str) -> identities.Identity:
    """What `sealed_identity` encrypted."""
    cpr, case_number = json.loads(identities.unseal(sealed, place_of(key)))
    return identities.Identity(cpr, case_number)


def identity_of(person: ExtractPerson) -> identities.Identity:
    """Who a person of an extract is."""
    return opened_identity(person.identity_sealed, str(person.identity_key))


def stretches(rows: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """The rows in lists of `size`, the last one shorter."""
    iterator = iter(rows)
    while found := list(islice(iterator, size)):
        yield found
