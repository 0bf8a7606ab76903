"""A questionnaire in other languages: the texts out as a sheet, the translations in, and what a respondent reads.

Danish and English are the definition's own. Other languages are brought in for one questionnaire at a time, with the
words of the pages around it, and may run from right to left.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused
from frirum.core.files.limits import Limits
from frirum.core.files.opening import open_source
from frirum.core.instruments.questions import AskedQuestion
from frirum.core.instruments.survey import Survey
from frirum.core.report.export import rows_to_csv
from frirum.web.surveys.models import SurveyTranslation, SurveyWave

SHEETS = Limits(bytes=4 * 1024 * 1024, unpacked=16 * 1024 * 1024, rows=2_000, tells_case=False)
LANGUAGES = {
    "ar": "العربية", "fa": "فارسی", "prs": "دری", "so": "Soomaali", "ti": "ትግርኛ", "tr": "Türkçe", "uk": "Українська",
    "ru": "Русский", "pl": "Polski", "ro": "Română", "de": "Deutsch", "fr": "Français", "es": "Español", "ur": "اردو",
    "bs": "Bosanski", "ku": "Kurdî", "th": "ไทย", "vi": "Tiếng Việt", "zh": "中文", "kl": "Kalaallisut",
    "fo": "Føroyskt",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset(("ar", "fa", "prs", "ur"))
PAGE_TEXTS = {
    "title": gettext_lazy("Vil du svare på nogle spørgsmål?"),
    "voluntary": gettext_lazy(
        "Det er frivilligt, og du kan springe spørgsmål over. Det får ingen betydning for dig, om du svarer."
    ),
    "anonymous": gettext_lazy(
        "Svaret er anonymt, når du har sendt det: dit link og din mailadresse gemmes ikke sammen med det, og det "
        "gemmes uden tidspunkt. Indtil du sender, ligger din kladde låst under dit link."
    ),
    "named": gettext_lazy("Svarene er ikke anonyme: så få spørges, at dit svar kan genkendes."),
    "pairing": gettext_lazy(
        "Til sidst kan du skrive en kode, du selv laver, så svaret kan holdes op mod dit svar i en anden runde. Det er "
        "frivilligt. Koden gemmes ikke, kun et aftryk af den, og ingen kan se, hvem du er."
    ),
    "code": gettext_lazy("Din egen kode"),
    "code_help": gettext_lazy(
        "De to første bogstaver i din mors fornavn, dagen i måneden, du er født, og de to første bogstaver i den by, "
        "du er født i. For eksempel AN07RA. Lav den på samme måde hver gang."
    ),
    "several": gettext_lazy("Sæt gerne flere krydser."),
    "begin": gettext_lazy("Begynd"),
    "next": gettext_lazy("Næste"),
    "back": gettext_lazy("Tilbage"),
    "later": gettext_lazy("Gem, og fortsæt senere"),
    "send": gettext_lazy("Send svar"),
    "look": gettext_lazy("Se dit svar, og send det"),
    "thanks": gettext_lazy("Tak for dit svar"),
    "happens": gettext_lazy("Hvad der sker med dit svar"),
    "controller": gettext_lazy("Dataansvarlig"),
    "basis": gettext_lazy("Behandlingsgrundlag"),
    "deleted": gettext_lazy("Slettes"),
    "contact": gettext_lazy("Spørgsmål"),
    "questions": gettext_lazy("Spørgsmål"),
    "rights": gettext_lazy(
        "Du har ret til at se, få rettet og få slettet oplysninger om dig og til at klage til Datatilsynet."
    ),
    "beyond": gettext_lazy("Når et anonymt svar er sendt, kan ingen finde det igen, heller ikke vi."),
    "final": gettext_lazy("Når det er sendt, kan det ikke ændres eller trækkes tilbage."),
    "sent": gettext_lazy(
        "Svaret er sendt, og linket er brugt. Her er, hvad du svarede; siden kan ikke hentes igen, så gem eller skriv "
        "den ud, hvis du vil beholde den."
    ),
    "skipped": gettext_lazy("Du sprang alle spørgsmål over."),
    "kept": gettext_lazy("Din kladde er gemt"),
    "again": gettext_lazy(
        "Brug det samme link igen. Kladden kan kun læses med det; et link i en påmindelse begynder forfra."
    ),
    "last_day": gettext_lazy("Sidste svardag"),
    "go_on": gettext_lazy("Fortsæt"),
}
"""The words of the pages around a questionnaire that a translation has too."""


def texts_to_translate(survey: Survey) -> dict[str, str]:
    """Text id -> Danish, of the pages and of the questionnaire, in the order in which they are read."""
    found = {f"ui:{name}": str(text) for name, text in PAGE_TEXTS.items()}
    for asked in survey.questions:
        if asked.question.grid:
            found[f"grid:{asked.id}"] = asked.question.grid
        found[f"q:{asked.id}"] = asked.question.text
        if asked.question.lead_in:
            found[f"lead:{asked.id}"] = asked.question.lead_in
        for option in asked.options:
            found[f"option:{asked.id}:{option.value}"] = option.text
    return found


def source_sha(survey: Survey) -> str:
    """What the Danish texts of a questionnaire are told from others by."""
    texts = {key: text for key, text in texts_to_translate(survey).items() if not key.startswith("ui:")}
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sheet_to_translate(survey: Survey, known: Mapping[str, str]) -> bytes:
    """The texts as CSV for the translator: id, Danish, and the translation so far."""
    head = [_("nøgle"), _("dansk"), _("oversættelse")]
    rows = ([key, text, known.get(key, "")] for key, text in texts_to_translate(survey).items())
    return rows_to_csv([head, *rows])


def read_translation(path: Path, survey: Survey) -> dict[str, str]:
    """What a translator filled in.

    Raises:
        InputRefused: the file cannot be read, a text of the questionnaire lacks its translation, or a key is unknown.
    """
    source = open_source(path, limits=SHEETS)
    if len(source.columns) < 3:
        raise InputRefused(
            _("Filen skal have tre kolonner: nøgle, dansk og oversættelse."),
            line=1,
            remedy=_("Hent arket her, og udfyld den tredje kolonne."),
        )
    wanted = texts_to_translate(survey)
    found: dict[str, str] = {}
    for row in source.rows():
        key, text = (str(row.cells[place]).strip() if place < len(row.cells) else "" for place in (0, 2))
        if key not in wanted:
            raise InputRefused(
                _("Linje {n} har en nøgle, som spørgeskemaet ikke har.").format(n=row.line),
                line=row.line,
                remedy=_("Hent arket igen; spørgsmålene kan være ændret."),
            )
        if text:
            found[key] = text
    missing = [key for key in wanted if not key.startswith("ui:") and key not in found]
    if missing:
        raise InputRefused(
            _("{n} tekster mangler deres oversættelse, den første er {key}.").format(
                n=len(missing), key=missing[0]
            ),
            remedy=_("Oversæt alle spørgsmål og svar; ellers er spørgeskemaet ikke det samme."),
        )
    return found


@dataclass(frozen=True)
class RespondentLanguage:
    """The language that a respondent reads in.

    Attributes:
        code: of the language; "" for Danish or English, as the site has it.
        content: text id -> translation.
        beside: whether the Danish stands beside, for an interviewer who reads aloud.
    """

    code: str = ""
    content: Mapping[str, str] = field(default_factory=dict)
    beside: bool = False

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as a page says it."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def ui(self, name: str) -> str:
        """The words of a page; the site's own where the translator left them."""
        return self.content.get(f"ui:{name}") or str(PAGE_TEXTS[name])

    def _with_danish(self, key: str, own: str, danish: str) -> str:
        text = self.content.get(key)
        if not text:
            return own
        return f"{text} / {danish}" if self.beside else text

    def question(self, asked: AskedQuestion, own: str) -> str:
        """A question's words; `own` in the site's language."""
        return self._with_danish(f"q:{asked.id}", own, asked.question.text)

    def table(self, asked: AskedQuestion, own: str) -> str:
        """The words above the table that a question is the first row of."""
        return self._with_danish(f"grid:{asked.id}", own, asked.question.grid or "")

    def lead(self, asked: AskedQuestion) -> str:
        """The stem that the options complete."""
        danish = asked.question.lead_in or ""
        return self._with_danish(f"lead:{asked.id}", danish, danish)

    def option(self, asked: AskedQuestion, value: object, own: str) -> str:
        """An option's words."""
        danish = next((one.text for one in asked.options if one.value == value), own)
        return self._with_danish(f"option:{asked.id}:{value}", own, danish)


def translations_of(wave: SurveyWave, survey: Survey) -> dict[str, SurveyTranslation]:
    """Language -> its latest translation of this very questionnaire."""
    sha = source_sha(survey)
    with scopes_disabled():
        rows = SurveyTranslation.objects.filter(
            organisation=wave.organisation, slug=wave.slug, instrument=wave.instrument, source_sha256=sha
        ).order_by("number")
        return {row.language: row for row in rows}


def reading_in(wave: SurveyWave, survey: Survey, code: str, *, beside: bool) -> RespondentLanguage:
    """How somebody reads who chose a language; the site's own where there is no such translation."""
    found = translations_of(wave, survey).get(code) if code else None
    return (
        RespondentLanguage(found.language, found.content, beside)
        if found
        else RespondentLanguage(beside=beside)
    )
