"""Synthetic case extracts for the people of a synthetic register: the same lives, in the layouts of two case systems.

Everything is made up, the layouts too (`catalogue/extracts`). The citizens are born in 1903, so that no number can be a
living person's. The key file says which running number is whose.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from frirum.core.report.files import write_atomically
from frirum.synthetic.casework import MARK, LifeEvent, life_events
from frirum.synthetic.register import SyntheticRegister
from frirum.synthetic.subsidised_jobs import jobs_of, subsidised_jobs

MOST_PEOPLE = 28 * 12 * 4000
"""So many numbers of people born in 1903 there are: days 1-28, and a seventh digit from 0 to 3."""
_FIRST_NUMBER = 1_000_001
_LABEL = "Syntetisk eksempel"


def cpr_of(lobenr: int) -> str:
    """The made-up CPR number of a running number."""
    place = lobenr - _FIRST_NUMBER
    return f"{1 + place % 28:02d}{1 + place // 28 % 12:02d}03{place // 336:04d}"


Cells = Callable[[LifeEvent], list[str]]


def _danish(day: dt.date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


_RESULTS = {
    "unchanged": "ingen ændring",
    "hours_changed": "timetallet ændret",
    "support_changed": "støtte ændret",
}

_FASIT: Mapping[str, tuple[str, tuple[str, ...], Cells]] = {
    "period": (
        "syntetisk-fasit-ydelsesperioder.csv",
        ("Ydelsestype", "Fra dato", "Til dato", "Målgruppe"),
        lambda e: ["Ledighedsydelse", _danish(e.first), _danish(e.last), "2.7"],
    ),
    "mark": (
        "syntetisk-fasit-persongrupper.csv",
        ("Persongruppe", "Startdato", "Slutdato", "Oprettet", "Målgruppe"),
        lambda e: [MARK, _danish(e.first), _danish(e.last), _danish(e.first), "2.7"],
    ),
    "placement": (
        "syntetisk-fasit-aktiviteter.csv",
        ("Aktivitetstype", "Sektor", "Startdato", "Slutdato", "Målgruppe"),
        lambda e: [
            "Virksomhedspraktik",
            "Privat" if e.detail == "private" else "Offentlig",
            _danish(e.first),
            _danish(e.last),
            "2.7",
        ],
    ),
    "contact": (
        "syntetisk-fasit-samtaler.csv",
        ("Samtaletype", "Samtaleform", "Medarbejdertype", "Samtalestatus", "Samtaledato"),
        lambda e: [
            "Jobsamtale",
            "Personlig",
            "Rådgiver",
            "Afholdt" if e.detail == "held" else "Aflyst",
            _danish(e.first),
        ],
    ),
    "job": (
        "syntetisk-fasit-loentilskud.csv",
        ("Aktivitetstype", "Sektor", "Startdato", "Planlagt til", "Slutdato", "Målgruppe"),
        lambda e: [
            "Ansættelse med løntilskud",
            "Privat" if e.detail == "private" else "Offentlig",
            _danish(e.first),
            _danish(e.planned),
            _danish(e.last),
            "2.6",
        ],
    ),
    "follow_up": (
        "syntetisk-fasit-opfoelgninger.csv",
        (
            "Samtaletype",
            "Samtaleform",
            "Medarbejdertype",
            "Samtalestatus",
            "Samtaledato",
            "Indkaldt",
            "Udfald",
        ),
        lambda e: [
            "Henvendelse" if e.detail == "enquiry" else "Opfølgning",
            "Telefon" if e.detail == "enquiry" else "Personlig",
            "Virksomhedskonsulent",
            {"enquiry": "Uanmeldt", "cancelled": "Aflyst"}.get(e.detail, "Afholdt"),
            _danish(e.first),
            _danish(e.planned),
            _RESULTS.get(e.detail, ""),
        ],
    ),
}
_MOMENTUM: Mapping[str, tuple[str, tuple[str, ...], Cells]] = {
    "period": (
        "syntetisk-momentum-ydelser.csv",
        ("Ydelsesart", "Periode fra", "Periode til"),
        lambda e: ["ledighedsydelse", _iso(e.first), _iso(e.last)],
    ),
    "mark": (
        "syntetisk-momentum-tags.csv",
        ("Tag", "Gyldig fra", "Gyldig til", "Tidsstempel"),
        lambda e: [MARK, _iso(e.first), _iso(e.last), f"{_iso(e.first)}T09:15:00"],
    ),
    "placement": (
        "syntetisk-momentum-tilbud.csv",
        ("Tilbudstype", "Arbejdsgivertype", "Start", "Faktisk slutdato", "Kontaktgruppe"),
        lambda e: [
            "virksomhedspraktik",
            "privat" if e.detail == "private" else "offentlig",
            _iso(e.first),
            _iso(e.last),
            "2.7",
        ],
    ),
    "contact": (
        "syntetisk-momentum-kontakter.csv",
        ("Kontakttype", "Kontaktform", "Rolle", "Tilstand", "Kontaktdato"),
        lambda e: [
            "jobsamtale",
            "personligt fremmøde",
            "rådgiver",
            "holdt efter plan" if e.detail == "held" else "aflyst",
            _iso(e.first),
        ],
    ),
    "job": (
        "syntetisk-momentum-loentilskud.csv",
        (
            "Tilbudstype",
            "Arbejdsgivertype",
            "Start",
            "Forventet slutdato",
            "Faktisk slutdato",
            "Kontaktgruppe",
        ),
        lambda e: [
            "løntilskud",
            "privat" if e.detail == "private" else "offentlig",
            _iso(e.first),
            _iso(e.planned),
            _iso(e.last),
            "2.6",
        ],
    ),
    "follow_up": (
        "syntetisk-momentum-opfoelgninger.csv",
        ("Kontakttype", "Kontaktform", "Rolle", "Tilstand", "Kontaktdato", "Booket den", "Udfald"),
        lambda e: [
            "henvendelse" if e.detail == "enquiry" else "opfølgning",
            "telefon" if e.detail == "enquiry" else "personligt fremmøde",
            "virksomhedskonsulent",
            {"enquiry": "holdt uden aftale", "cancelled": "aflyst"}.get(e.detail, "holdt efter plan"),
            _iso(e.first),
            _iso(e.planned),
            _RESULTS.get(e.detail, ""),
        ],
    ),
}
_NAMED = {
    "period": ("fasit", "momentum"),
    "mark": ("fasit_marks", "momentum_marks"),
    "placement": ("fasit_placements", "momentum_placements"),
    "contact": ("fasit_contacts", "momentum_contacts"),
    "job": ("fasit_jobs", "momentum_jobs"),
    "follow_up": ("fasit_follow_ups", "momentum_follow_ups"),
}


def write_extracts(plan: SyntheticRegister, folder: Path) -> dict[str, Path]:
    """Write periods on ledighedsydelse, marks, placements and contacts in both layouts, and the key file.

    Beside them the jobs with wage subsidy of disability pensioners, who stand in no register, and their follow-ups; the
    key file numbers them after the register's people, as far as there are numbers for them. The marks are
    those of the experiment that the register's effect was planted for, set where and when it ran.

    Returns:
        "fasit" and "momentum" (the periods), "fasit_marks", …, and "key" -> the file.

    Raises:
        ValueError: more people than there are numbers.
        InputRefused: the folder cannot be written to.
    """
    if plan.people > MOST_PEOPLE:
        raise ValueError(plan.people)
    events: dict[str, list[LifeEvent]] = {kind: [] for kind in _NAMED}
    beside = MOST_PEOPLE - plan.people
    for event in (*life_events(plan), *subsidised_jobs(plan, most=beside)):
        events[event.kind].append(event)
    files = {}
    for kind, (fasit, momentum) in _NAMED.items():
        files[fasit] = _write_fasit(folder, kind, events[kind])
        files[momentum] = _write_momentum(folder, kind, events[kind])
    keys = [
        [str(_FIRST_NUMBER + n), cpr_of(_FIRST_NUMBER + n)]
        for n in range(plan.people + jobs_of(plan, most=beside))
    ]
    files["key"] = folder / "syntetisk-noegle.csv"
    write_atomically(files["key"], _table([["lobenr", "cpr"], *keys], ",").encode())
    return files


def _write_fasit(folder: Path, kind: str, events: list[LifeEvent]) -> Path:
    name, headings, cells = _FASIT[kind]
    rows = [["CPR-nr.", "Sags-id", "Kommune", *headings, _LABEL]]
    for event in events:
        cpr = cpr_of(event.lobenr)
        rows.append([f"{cpr[:6]}-{cpr[6:]}", _case(event), str(event.municipality), *cells(event), "ja"])
    path = folder / name
    write_atomically(path, _table(rows, ";").encode("cp1252"))
    return path


def _write_momentum(folder: Path, kind: str, events: list[LifeEvent]) -> Path:
    name, headings, cells = _MOMENTUM[kind]
    rows = [["Borgernøgle", "CPR", "Kommune", *headings, _LABEL]]
    rows += [
        [_case(event), cpr_of(event.lobenr), str(event.municipality), *cells(event), "ja"] for event in events
    ]
    path = folder / name
    write_atomically(path, _table(rows, ",").encode("utf-8-sig"))
    return path


def _case(event: LifeEvent) -> str:
    """One case per citizen, as the systems keep it."""
    return f"SYN-{event.lobenr - _FIRST_NUMBER:07d}"


def _table(rows: list[list[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
