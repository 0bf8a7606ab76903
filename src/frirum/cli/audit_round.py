"""A round of an audit on the command line: workbooks out, results or faults back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frirum.cli.definitions import definition_in_force, scales_in_force
from frirum.core.errors import InputRefused, UsageError
from frirum.core.files.data_file import DataFile
from frirum.core.language import gettext as _

if TYPE_CHECKING:
    from frirum.core.catalogue.experiment import Experiment
    from frirum.core.catalogue.instruments import Instrument
    from frirum.core.instruments.audit_plan import Drawing
    from frirum.core.instruments.questions import AskedQuestion


def _asked(slug: str, instrument_id: str) -> tuple[Experiment, Instrument, tuple[AskedQuestion, ...]]:
    """The definition, its instrument and the questions of it.

    Raises:
        UsageError: no such definition or instrument, or one without questions or for others than reviewers.
    """
    from frirum.core.catalogue.instruments import InstrumentKind
    from frirum.core.instruments.questions import asked_questions, find_instrument

    experiment = definition_in_force(slug)
    instrument = find_instrument(experiment, instrument_id)
    kinds = (InstrumentKind.MANAGEMENT_AUDIT, InstrumentKind.CASE_REVIEW)
    audits = [one.id for one in experiment.instruments if one.kind in kinds and one.questions]
    if instrument.id not in audits:
        raise UsageError(
            _("{id} er ikke et tilsyn eller en sagsgennemgang med spørgsmål.").format(id=instrument_id),
            remedy=_("Skriv et af disse: {ids}.").format(ids=", ".join(audits))
            if audits
            else _("{slug} har ingen; skriv spørgsmålene i definitionen først.").format(slug=slug),
        )
    return experiment, instrument, asked_questions(instrument, experiment, scales_in_force())


def written(
    slug: str,
    instrument_id: str,
    out: Path,
    *,
    frame: Path,
    sheet: str,
    id_column: str | None,
    municipality: str | None,
    n: int | None,
    seed: int | None,
    each: bool | None,
    before: dt.date | None,
    date_column: str | None,
    reserve: int,
    round_: str,
) -> tuple[dict[str, Any], str]:
    """`frirum audit workbook`: write the workbooks; gives the document and the text to print."""
    from frirum.core.instruments.audit_frame import read_frame
    from frirum.core.instruments.audit_plan import plan_audit
    from frirum.core.instruments.audit_workbook import audit_workbook
    from frirum.core.report.files import write_atomically

    experiment, instrument, questions = _asked(slug, instrument_id)
    drawing = _drawing(
        instrument, n, seed, each=each, before=before, date_column=date_column, reserve=reserve
    )
    round_name = _round(instrument, round_)
    listed = read_frame(
        DataFile(frame, sheet), id_column=id_column, municipality_column=municipality, date_column=date_column
    )
    sheets = plan_audit(listed, questions, drawing, slug=slug, instrument=instrument_id, round_=round_name)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputRefused(
            _("Mappen kan ikke oprettes."), file=str(out), remedy=_("Vælg en anden mappe i --out.")
        ) from fault
    files = []
    for one in sheets:
        path = out / "-".join(filter(None, (slug, instrument_id, round_name, f"{one.municipality}.xlsx")))
        write_atomically(path, audit_workbook(one, questions, experiment, instrument))
        files.append(
            {
                "file": str(path),
                "municipality": str(one.municipality),
                "cases": len(one.cases),
                "reserve": len(one.reserve),
                "population": one.population,
                "code": one.code,
            }
        )
    taking_part = {stay.municipality for stay in experiment.participation}
    strangers = [
        one["municipality"]
        for one in files
        if taking_part and int(str(one["municipality"])) not in taking_part
    ]
    notes = [_("Kommuner, der ikke er med i forsøget: {codes}.").format(codes=", ".join(map(str, strangers)))]
    notes = notes if strangers else []
    if not drawing.rule.is_random:
        notes.append(_("De nyeste sager er IKKE tilfældigt udtrukket; resultatet gælder dem alene."))
    document = {
        "instrument": instrument_id,
        "round": round_name,
        "frame_sha256": listed.sha256,
        "rule": drawing.rule.value,
        "random": drawing.rule.is_random,
        "files": files,
        "notes": notes,
    }
    lines = [
        _("{file}: {n} af {population} sager").format(
            file=one["file"], n=one["cases"], population=one["population"]
        )
        for one in files
    ]
    return document, "\n".join([*lines, *notes])


def _round(instrument: Instrument, given: str) -> str:
    known = [one.id for one in instrument.rounds]
    name = given.strip()
    if name and known and name not in known:
        raise UsageError(
            _("{id} har ingen runde {round}.").format(id=instrument.id, round=name),
            remedy=_("Skriv en af disse i --round: {ids}.").format(ids=", ".join(known)),
        )
    if len(name) > 64 or any(sign in name for sign in "/\\\0"):
        raise UsageError(
            _("Rundens navn er for langt eller har en skråstreg."), remedy=_("Skriv et kort navn i --round.")
        )
    return name


def _drawing(
    instrument: Instrument,
    n: int | None,
    seed: int | None,
    *,
    each: bool | None,
    before: dt.date | None,
    date_column: str | None,
    reserve: int,
) -> Drawing:
    from frirum.core.instruments.audit_plan import Drawing
    from frirum.core.instruments.audit_sample import DrawingRule

    if before is not None:
        if seed is not None or date_column is None:
            raise UsageError(
                _("De nyeste sager findes på deres dag, ikke med et frø."),
                remedy=_("Skriv kolonnen med afgørelsens dag i --date, og udelad --seed."),
            )
        return Drawing(DrawingRule.NEWEST_BEFORE, n=n, before=before, reserve=reserve)
    if date_column is not None:
        raise UsageError(_("--date bruges kun sammen med --newest-before."))
    if (n is None) != (seed is None):
        raise UsageError(
            _("Et udtræk kræver både antal og frø."),
            remedy=_("Skriv både --n og --seed, eller ingen af dem for alle sager."),
        )
    if n is None:
        if reserve or each is not None:
            raise UsageError(_("Når alle sager er med, er der hverken udtræk eller reserver."))
        return Drawing()
    is_each = bool(instrument.sample_per_municipality) if each is None else each
    rule = DrawingRule.RANDOM_EACH if is_each else DrawingRule.RANDOM
    return Drawing(rule, n=n, seed=seed, reserve=reserve)


def collected(
    slug: str, instrument_id: str, files: Sequence[Path], round_: str | None
) -> tuple[dict[str, Any], str]:
    """`frirum audit collect`: the document of the contract and the text to print; with faults nothing is taken in."""
    from frirum.core.instruments.audit_collection import collect
    from frirum.core.instruments.audit_results import question_results
    from frirum.core.instruments.words import result_lines, result_note, sheet_fault

    _experiment, _instrument, questions = _asked(slug, instrument_id)
    found = collect(files, questions, slug=slug, instrument=instrument_id, round_=round_)
    faults = []
    for fault in found.faults:
        message, remedy = sheet_fault(fault)
        faults.append(
            {
                "file": fault.file,
                "sheet": fault.sheet,
                "cell": fault.cell,
                "message": message,
                "remedy": remedy,
            }
        )
    results, notes = question_results(questions, found.sheets) if not faults else ((), ())
    document: dict[str, Any] = {
        "instrument": instrument_id,
        "files": [
            {
                "file": one.file,
                "municipality": str(one.municipality),
                "cases": len(one.cases),
                "answered": one.answered,
            }
            for one in found.sheets
        ],
        "questions": [
            {
                "id": one.question.id,
                "text": one.question.question.text,
                "n": one.n,
                "missing": one.missing,
                "not_applicable": one.not_applicable,
                "counts": dict(one.counts),
                "shares": {
                    text: {"share": share.share, "lower": share.lower, "upper": share.upper}
                    for text, share in one.shares.items()
                },
                "by_municipality": {str(code): dict(counts) for code, counts in one.by_municipality.items()},
            }
            for one in results
        ],
        "faults": faults,
    }
    said = [result_note(note) for note in notes]
    if said:
        document["notes"] = said
    if faults:
        lines = [
            f"{', '.join(str(part) for part in (one['file'], one['sheet'], one['cell']) if part)}: "
            f"{one['message']} {one['remedy']}"
            for one in faults
        ]
        return document, "\n".join([*lines, _("Intet er læst ind.")])
    return document, "\n".join([line for one in results for line in result_lines(one)] + said)
