"""The sentences of this package: refusals of files, and what a reading found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from frirum.core.errors import InputRefused, UsageError
from frirum.core.language import gettext as _
from frirum.core.language import ngettext

_SHOWN = 4


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_SHOWN])
    return f"{shown}, …" if len(items) > _SHOWN else shown


def not_json(path: Path, line: int | None) -> InputRefused:
    return InputRefused(
        _("Kodebogen er ikke JSON."),
        file=str(path),
        line=line,
        remedy=_("Skriv den som {shape}.").format(
            shape='{"groups": {"740": "ledighedsydelse"}, "benefit_groups": ["ledighedsydelse"]}'
        ),
    )


def book_key(file: str, key: str) -> InputRefused:
    shapes = {
        "groups": '"groups": {"740": "ledighedsydelse", …}',
        "benefit_groups": '"benefit_groups": ["ledighedsydelse", …]',
        "left_population": '"left_population": ["998", "999"]',
        "gap_weeks": '"gap_weeks": 4',
    }
    return InputRefused(
        _("Kodebogens felt {key} mangler eller har en anden form.").format(key=key),
        file=file,
        remedy=_("Skriv {shape}.").format(shape=shapes[key]),
    )


def book_unknown_key(file: str, key: str, allowed: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Ukendt felt: {keys}.").format(keys=key),
        file=file,
        remedy=_("Tilladt: {allowed}.").format(allowed=", ".join(allowed)),
    )


def book_stranger(file: str, group: str, groups: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Ingen kode hører til ydelsesgruppen {group}.").format(group=group),
        file=file,
        remedy=_("Giv den koder i groups, eller vælg mellem {groups}.").format(groups=", ".join(groups)),
    )


def no_such_label(name: str) -> InputRefused:
    return InputRefused(
        _("Kolonnen {name} er en uge eller måned, der ikke findes.").format(name=name),
        line=1,
        remedy=_("Ret kolonnens navn: y_ÅÅUU med en uge, året har, fra y_9132; måneder som 1993-07."),
    )


def label_twice(first: str, second: str) -> InputRefused:
    return InputRefused(
        _("Kolonnerne {first} og {second} står for samme tid.").format(first=first, second=second),
        line=1,
        remedy=_("Behold den ene af de to kolonner."),
    )


def gap_between(before: str, after: str, missing: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Mellem kolonnerne {before} og {after} mangler {missing}.").format(
            before=before, after=after, missing=_listed(missing)
        ),
        line=1,
        remedy=_("Bestil udtrækket igen med alle uger; et hul kan ikke læses som uger uden ydelse."),
    )


def two_units(names: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Filen har både uger og måneder: {names}.").format(names=_listed([names[0], names[-1]])),
        line=1,
        remedy=_("Behold enten ugernes eller månedernes kolonner."),
    )


def no_time_columns(names: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Ingen kolonne er en uge eller en måned. Filen har {names}.").format(names=_listed(list(names))),
        line=1,
        remedy=_("Uger hedder y_ÅÅUU (y_1601) eller 2016-W01, måneder 2016-01 eller Jan.16."),
    )


def no_person_column(names: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Ingen kolonne er personens nummer. Filen har {names}.").format(names=_listed(list(names))),
        line=1,
        remedy=_("Kald kolonnen PNR, CPR eller lobenr."),
    )


def no_people(line: int) -> InputRefused:
    return InputRefused(
        _("Filen har kun en overskrift og ingen personer."),
        line=line,
        remedy=_("Eksportér den igen med en række for hver person."),
    )


def bad_code(line: int, column: str, cell: str) -> InputRefused:
    shown = cell if len(cell) <= 8 and cell.isprintable() else _("{n} tegn").format(n=len(cell))
    return InputRefused(
        _("Kolonnen {column} har en celle, der ikke er en kode: {cell}").format(column=column, cell=shown),
        line=line,
        remedy=_("En celle er tom eller en kode af kodebogens længde. Ret kolonnen {column}.").format(
            column=column
        ),
    )


def bad_degree(line: int, column: str, most: int) -> InputRefused:
    return InputRefused(
        _("Kolonnen {column} har en celle, der ikke er en beskæftigelsesgrad.").format(column=column),
        line=line,
        remedy=_("En celle er tom eller et tal fra 0: andele som 0,74 eller procent op til {most}.").format(
            most=most
        ),
    )


def degrees_of_two_kinds(small: int, large: int) -> InputRefused:
    return InputRefused(
        _(
            "Kolonnerne grad_ blander andele og procent: {small} celler er højst 2, og {large} er over."
        ).format(small=small, large=large),
        remedy=_("Skriv alle som andele af fuld tid (0,74) eller alle som procent (74)."),
    )


def no_degree(file: str) -> InputRefused:
    return InputRefused(
        _("Filen har ingen kolonner med beskæftigelsesgrad."),
        file=file,
        line=1,
        remedy=_("Bestil udtrækket med grad_ÅÅÅÅ_MM, eller brug --scheme beskaeftigelsesgrad-uger."),
    )


def no_person(line: int, column: str) -> InputRefused:
    return InputRefused(
        _("Linjen har intet personnummer i kolonnen {column}.").format(column=column),
        line=line,
        remedy=_("Giv hver række et nummer i kolonnen {column}, eller fjern rækken.").format(column=column),
    )


def person_twice(first: int, second: int, column: str) -> InputRefused:
    return InputRefused(
        _("Linje {first} og {second} er samme person.").format(first=first, second=second),
        line=second,
        remedy=_("Kolonnen {column} skal have hver person én gang. Fjern den ene af de to linjer.").format(
            column=column
        ),
    )


def too_many_codes() -> InputRefused:
    return InputRefused(
        _("Filen har flere forskellige koder, end et register har."),
        remedy=_("Se efter, om en anden kolonne er kommet ind mellem ugerne; angiv kodebogen med --codes."),
    )


def no_industry(file: str) -> InputRefused:
    return InputRefused(
        _("Filen har ingen branchekolonner, så beskæftigelse kan ikke skilles fra selvforsørgelse uden job."),
        file=file,
        line=1,
        remedy=_("Bestil udtrækket med branche_ÅÅÅÅ_MM (fra 2008)."),
    )


def no_municipality(file: str) -> InputRefused:
    return InputRefused(
        _("Filen har ingen kommunekolonner."),
        file=file,
        line=1,
        remedy=_("Bestil udtrækket med nykomÅÅÅÅ, eller udelad municipality i --by."),
    )


def municipality_year(file: str, year: int, known: Sequence[int]) -> InputRefused:
    return InputRefused(
        _("Filen har uger i {year}, men ingen kommune for det år (kun {known}).").format(
            year=year, known=_listed([str(item) for item in known])
        ),
        file=file,
        line=1,
        remedy=_("Bestil udtrækket med nykom{year}.").format(year=year),
    )


def bad_dimensions(value: str, allowed: Sequence[str]) -> UsageError:
    return UsageError(
        _("--by kan ikke være {value}.").format(value=value),
        remedy=_("Skriv en eller flere af {allowed} med komma imellem, hver én gang.").format(
            allowed=", ".join(allowed)
        ),
    )


def mark_column(person: str, columns: Sequence[str]) -> InputRefused:
    return InputRefused(
        _("Mærkerne skal have kolonnen {person} og én af {columns}.").format(
            person=person, columns=", ".join(columns)
        ),
        line=1,
        remedy=_("Kald personens kolonne {person} som i registret, og tidens last_week.").format(
            person=person
        ),
    )


def bad_mark(line: int, column: str, example: str) -> InputRefused:
    return InputRefused(
        _("Kolonnen {column} kan ikke læses som et tidspunkt.").format(column=column),
        line=line,
        remedy=_("Skriv {column} som {example}.").format(column=column, example=example),
    )


def no_link() -> InputRefused:
    return InputRefused(
        _("Registret kan ikke kobles: det har hverken CPR-nummer eller lobenr med en nøglefil."),
        remedy=_(
            "Hent DREAM med CPR, eller angiv nøglefilen med lobenr og cpr (på kommandolinjen: --key-file)."
        ),
    )


def no_stored_register(path: Path) -> InputRefused:
    return InputRefused(
        _("Filen beskriver ikke et register, der er gemt som forløb."),
        file=str(path),
        remedy=_("Angiv den datapackage.json, der blev skrevet sammen med forløbene."),
    )


def stored_file_gone(path: Path, name: str) -> InputRefused:
    return InputRefused(
        _("{file} mangler eller er en anden, end da registret blev gemt.").format(file=name),
        file=str(path),
        remedy=_("Hent registret ind igen."),
    )


def warning_no_line_end() -> str:
    return _("Filen slutter uden linjeskift; den sidste celle kan være skåret af.")


def no_stock() -> str:
    return _(
        "Tallene er ikke en bestand: En dag på en ydelse fylder hele ugen, og hver person har én ydelse om ugen, den, "
        "registret sætter forrest. De passer ikke med jobindsats' antal; vis ikke de to sammen uden at sige det."
    )


def unknown_codes(codes: dict[str, int]) -> str:
    total = sum(codes.values())
    listed = _listed([f"{code} ({weeks})" for code, weeks in sorted(codes.items())])
    return ngettext(
        "{n} uge har en kode, kodebogen ikke kender: {codes}. Den tæller ikke som selvforsørgelse.",
        "{n} uger har koder, kodebogen ikke kender: {codes}. De tæller ikke som selvforsørgelse.",
        total,
    ).format(n=total, codes=listed)


def unknown_kind() -> InputRefused:
    return InputRefused(
        _("Registret kan ikke læses af et regneark."),
        remedy=_("Bestil det som CSV eller Parquet, eller som SAS- eller Stata-fil."),
    )


def needs_pandas() -> InputRefused:
    return InputRefused(
        _("SAS- og Stata-filer læses med pandas, som ikke er installeret."),
        remedy=_("Installér frirum[sas-stata], eller gem filen som CSV eller Parquet."),
    )


def broken_statistics_file() -> InputRefused:
    return InputRefused(
        _("SAS- eller Stata-filen er ødelagt eller afskåret."),
        remedy=_("Hent filen igen, eller gem den som CSV eller Parquet."),
    )


def lost_zeros(n: int) -> str:
    return ngettext(
        "{n} person har et nummer på 9 cifre: et foranstillet nul kan være tabt, og så kobles personen ikke.",
        "{n} personer har numre på 9 cifre: foranstillede nuller kan være tabt, og så kobles de ikke.",
        n,
    ).format(n=n)


def unknown_group(wanted: str, known: Sequence[str]) -> UsageError:
    return UsageError(
        _("Kodebogen har ingen ydelse, der hedder {name}.").format(name=wanted),
        remedy=_("Skriv i --group en af: {known}.").format(known=", ".join(known)),
    )


def outside_axis(option: str, first: str, last: str) -> UsageError:
    return UsageError(
        _("{option} ligger uden for registret.").format(option=option),
        remedy=_("Registret går fra {first} til {last}; --from skal ligge før --to.").format(
            first=first, last=last
        ),
    )


def not_a_time(option: str, value: str) -> UsageError:
    return UsageError(
        _("{option} kan ikke være {value}.").format(option=option, value=value),
        remedy=_("Skriv en dag (2018-07-01), en uge (2018-W27) eller en måned (2018-07)."),
    )


def nobody_to_match() -> InputRefused:
    return InputRefused(
        _("Ingen af de mærkede er på ydelsen den dag, de er mærket."),
        remedy=_("Vælg den ydelse i --group, som de er på, eller se dagene i --index efter."),
    )


def not_before_marks(first_mark: str) -> InputRefused:
    return InputRefused(
        _("De historiske skal findes før den første markering, {label}.").format(label=first_mark),
        remedy=_("Skriv den sidste uge eller måned før forsøget med --to."),
    )


def treated_live_there(codes: str) -> InputRefused:
    return InputRefused(
        _("Mærkede personer bor selv i de andre kommuner: {codes}.").format(codes=codes),
        remedy=_("Skriv kommuner uden forsøget i --municipalities, eller vælg --kind ordinary_rules."),
    )


def no_candidates(kind: str) -> InputRefused:
    return InputRefused(
        _("Der er ingen at sammenligne med ({kind}).").format(kind=kind),
        remedy=_("Vælg en anden --kind, et længere --from til --to eller flere --municipalities."),
    )


def imbalance(names: Sequence[str]) -> str:
    return _("Grupperne er ikke ens i: {names}. Forskellen er over 0,1 standardafvigelse.").format(
        names=_listed(names)
    )


def weeks_are_needed(file: str) -> InputRefused:
    return InputRefused(
        _("Registret har måneder som kolonner; beskæftigelsesgraden regnes af uger."),
        file=file,
        remedy=_("Brug et register med uger, eller --scheme dream-status."),
    )
