"""Synthetic case extracts for the people of a synthetic register: the same lives, in the layouts of two case systems.

Everything is made up, the layouts too (`catalogue/extracts`). The citizens are born in 1903, so that no number can be a
living person's. The key file says which running number is whose.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from frirum.core.report.files import write_atomically
from frirum.synthetic.register import SyntheticRegister

MOST_PEOPLE = 28 * 12 * 4000
"""So many numbers of people born in 1903 there are: days 1-28, and a seventh digit from 0 to 3."""
_GAP = 4
_BENEFIT_CODES = ("740", "744", "745", "747")
_FIRST_NUMBER = 1_000_001


def cpr_of(lobenr: int) -> str:
    """The made-up CPR number of a running number."""
    place = lobenr - _FIRST_NUMBER
    return f"{1 + place % 28:02d}{1 + place // 28 % 12:02d}03{place // 336:04d}"


def write_benefit_extracts(plan: SyntheticRegister, folder: Path) -> dict[str, Path]:
    """Write each person's periods on ledighedsydelse in both layouts, and the key file.

    A period that touches the register's first week is left out, as nobody knows when it began; one that touches the
    last has no end. At most four weeks without a code are bridged.

    Returns:
        "fasit", "momentum" and "key" -> the file.

    Raises:
        ValueError: more people than there are numbers.
        InputRefused: the folder cannot be written to.
    """
    if plan.people > MOST_PEOPLE:
        raise ValueError(plan.people)
    found = list(_periods(plan))
    fasit = [
        [
            f"{cpr[:6]}-{cpr[6:]}",
            f"SYN-{n:06d}",
            "Ledighedsydelse",
            f"{first:%d-%m-%Y}",
            f"{last:%d-%m-%Y}" if last else "",
            "2.7",
            "ja",
        ]
        for n, (cpr, first, last) in enumerate(found)
    ]
    momentum = [
        [f"SYN-{n:06d}", cpr, "ledighedsydelse", first.isoformat(), last.isoformat() if last else "", "ja"]
        for n, (cpr, first, last) in enumerate(found)
    ]
    keys = [[str(_FIRST_NUMBER + n), cpr_of(_FIRST_NUMBER + n)] for n in range(plan.people)]
    heads = (
        ["CPR-nr.", "Sags-id", "Ydelsestype", "Fra dato", "Til dato", "Målgruppe", "Syntetisk eksempel"],
        ["Borgernøgle", "CPR", "Ydelsesart", "Periode fra", "Periode til", "Syntetisk eksempel"],
        ["lobenr", "cpr"],
    )
    files = {
        "fasit": folder / "syntetisk-fasit-ydelsesperioder.csv",
        "momentum": folder / "syntetisk-momentum-ydelser.csv",
        "key": folder / "syntetisk-noegle.csv",
    }
    write_atomically(files["fasit"], _table([heads[0], *fasit], ";").encode("cp1252"))
    write_atomically(files["momentum"], _table([heads[1], *momentum], ",").encode("utf-8-sig"))
    write_atomically(files["key"], _table([heads[2], *keys], ",").encode())
    return files


def _table(rows: list[list[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _periods(plan: SyntheticRegister) -> Iterator[tuple[str, dt.date, dt.date | None]]:
    """(CPR number, first day, last day or None) of every period, by person and time."""
    codes = np.array([int(code) for code in _BENEFIT_CODES])
    for lot in plan.lots():
        on = np.isin(lot.codes, codes)
        for person in np.flatnonzero(on.any(axis=1)).tolist():
            cpr = cpr_of(int(lot.number[person]))
            for first, after in _joined(lot.codes[person], on[person]):
                if first > 0:
                    last = None if after == plan.weeks else plan.axis[after - 1].sunday
                    yield cpr, plan.axis[first].monday, last


def _joined(codes: np.ndarray, on: np.ndarray) -> list[tuple[int, int]]:
    """(first, after last) of the stretches, joined over a few blank weeks but not over another code."""
    found: list[tuple[int, int]] = []
    for place in np.flatnonzero(on).tolist():
        if found and place - found[-1][1] <= _GAP and not codes[found[-1][1] : place].any():
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found
