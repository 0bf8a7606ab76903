"""The eight kinds of extract, one table each. A field here is all a reader, a mapping page and a test know of it."""

from __future__ import annotations

from frirum.core.errors import UsageError
from frirum.core.extracts.model import Code, Field, FieldType, Kind
from frirum.core.extracts.model import gettext_noop as _
from frirum.core.language import gettext

CPR, CASE = FieldType.CPR, FieldType.CASE_NUMBER
DATE, CODE, TEXT, NUMBER = FieldType.DATE, FieldType.CODE, FieldType.TEXT, FieldType.NUMBER

_CITIZEN = (
    Field("cpr", _("CPR-nummer"), CPR, headings=("cpr", "cpr nr", "cpr-nr.", "personnummer", "cprnummer")),
    Field(
        "case_number",
        _("Sagsnummer"),
        CASE,
        headings=("sag", "sags-id", "sagsnr", "borger-id", "borgernøgle", "forløbs-id"),
    ),
    Field(
        "municipality",
        _("Kommune"),
        FieldType.MUNICIPALITY,
        headings=("kommunenr", "kommunekode", "ansvarlig kommune"),
    ),
)
_WHO = (("cpr", "case_number"),)

_EMPLOYERS = (
    Code("public", _("offentlig"), ("off", "offentlig arbejdsgiver", "kommune", "region", "stat")),
    Code("private", _("privat"), ("priv", "privat arbejdsgiver")),
)

MARKS = Kind(
    "marks",
    _("Persongruppemarkeringer"),
    _("En markering på en borger: en fritagelse, der er brugt."),
    (
        *_CITIZEN,
        Field(
            "mark",
            _("Markering"),
            FieldType.USE_MARK,
            required=True,
            names_row=True,
            headings=("persongruppe", "persongruppemarkering", "markeringstekst", "tag", "gruppe"),
        ),
        Field(
            "set_on",
            _("Gælder fra"),
            DATE,
            required=True,
            names_row=True,
            headings=("startdato", "fra", "fra dato", "markeret fra", "gyldig fra", "start"),
        ),
        Field(
            "ended_on",
            _("Gælder til"),
            DATE,
            headings=("slutdato", "til", "til dato", "markeret til", "gyldig til", "slut"),
        ),
        Field(
            "registered_on",
            _("Registreret"),
            DATE,
            headings=("oprettet", "oprettelsesdato", "registreringsdato", "tidsstempel"),
        ),
        Field(
            "target_group",
            _("Målgruppe"),
            FieldType.TARGET_GROUP,
            headings=("målgr", "kontaktgruppe", "lab-målgruppe"),
        ),
        Field("time", _("Gang"), FieldType.INTEGER, headings=("hvilken gang", "antal gange", "nr")),
    ),
    any_of=_WHO,
    in_order=(("set_on", "ended_on"),),
)

PLACEMENTS = Kind(
    "placements",
    _("Virksomhedsrettede tilbud"),
    _("Et tilbud hos en arbejdsgiver: praktik, løntilskud, jobrotation eller nytteindsats."),
    (
        *_CITIZEN,
        Field(
            "kind",
            _("Tilbud"),
            CODE,
            required=True,
            names_row=True,
            codes=(
                Code("work_placement", _("virksomhedspraktik"), ("praktik", "virk.praktik", "vp")),
                Code("wage_subsidy", _("løntilskud"), ("ansættelse med løntilskud", "lt")),
                Code("job_rotation", _("jobrotation"), ("jobrotationsvikar", "jr")),
                Code("community_work", _("nytteindsats"), ("nytte",)),
            ),
            headings=("tilbudstype", "aktivitet", "aktivitetstype", "art"),
        ),
        Field("employer", _("Arbejdsgiver"), CODE, codes=_EMPLOYERS, headings=("sektor", "arbejdsgivertype")),
        Field(
            "begun_on",
            _("Begyndt"),
            DATE,
            required=True,
            names_row=True,
            headings=("startdato", "fra", "start"),
        ),
        Field("planned_end", _("Planlagt slut"), DATE, headings=("forventet slutdato", "planlagt til")),
        Field("ended_on", _("Sluttet"), DATE, headings=("slutdato", "faktisk slutdato", "til", "slut")),
        Field(
            "prolonged_by",
            _("Forlænget på grund af"),
            CODE,
            codes=(
                Code("illness", _("sygdom"), ("syg", "sygefravær")),
                Code("holiday_closure", _("ferielukning"), ("ferie", "lukkeuger")),
            ),
            headings=("forlængelsesårsag", "årsag til forlængelse"),
        ),
        Field("weekly_hours", _("Timer om ugen"), NUMBER, headings=("timetal", "ugentlige timer", "timer")),
    ),
    any_of=_WHO,
    in_order=(("begun_on", "ended_on"), ("begun_on", "planned_end")),
)

CONTACTS = Kind(
    "contacts",
    _("Samtaler og kontakter"),
    _("En samtale eller anden kontakt, holdt, planlagt eller aflyst."),
    (
        *_CITIZEN,
        Field(
            "kind",
            _("Art"),
            CODE,
            required=True,
            names_row=True,
            codes=(
                Code("job_interview", _("jobsamtale"), ("samtale", "kontaktforløbssamtale", "jobs.")),
                Code("first_interview", _("første samtale"), ("1. samtale", "visitationssamtale")),
                Code("follow_up", _("opfølgning"), ("opfølgningssamtale", "sygeopfølgning")),
                Code("reassessment", _("revurdering"), ("revurderingssamtale",)),
                Code("enquiry", _("henvendelse"), ("borgerhenvendelse", "telefonisk henvendelse")),
                Code("other", _("anden kontakt"), ("andet",)),
            ),
            headings=("samtaletype", "kontakttype", "aktivitet", "type"),
        ),
        Field(
            "form",
            _("Form"),
            CODE,
            names_row=True,
            codes=(
                Code("personal_interview", _("personligt fremmøde"), ("personlig", "fremmøde", "fysisk")),
                Code("phone", _("telefon"), ("telefonisk", "tlf")),
                Code("digital", _("digitalt"), ("digital", "video", "skype", "teams")),
                Code("group", _("gruppe"), ("gruppemøde", "holdsamtale", "fælles")),
            ),
            headings=("samtaleform", "mødeform", "kontaktform"),
        ),
        Field(
            "held_by",
            _("Holdt af"),
            CODE,
            codes=(
                Code("caseworker", _("rådgiver"), ("sagsbehandler", "jobkonsulent")),
                Code("employer_consultant", _("virksomhedskonsulent"), ("vk",)),
                Code("mentor", _("mentor"), ()),
                Code("provider", _("anden aktør"), ("leverandør", "ekstern aktør")),
                Code("unemployment_fund", _("a-kasse"), ("akasse", "a-kassen")),
            ),
            headings=("medarbejdertype", "hvem", "udført af", "rolle"),
        ),
        Field(
            "state",
            _("Status"),
            CODE,
            required=True,
            codes=(
                Code("planned", _("planlagt"), ("booket", "aftalt")),
                Code("held", _("holdt efter plan"), ("afholdt", "gennemført", "holdt")),
                Code("unscheduled", _("holdt uden aftale"), ("uanmeldt", "ikke planlagt")),
                Code("cancelled", _("aflyst"), ("annulleret",)),
                Code("no_show", _("udeblevet"), ("udeblivelse", "ikke mødt")),
            ),
            headings=("samtalestatus", "tilstand"),
        ),
        Field(
            "on",
            _("Dato"),
            DATE,
            required=True,
            names_row=True,
            headings=("samtaledato", "mødedato", "kontaktdato"),
        ),
        Field("planned_on", _("Aftalt den"), DATE, headings=("booket den", "indkaldt", "oprettet")),
    ),
    any_of=_WHO,
)

CERTIFICATES = Kind(
    "certificates",
    _("Lægeattester"),
    _("En attest, der er bestilt hos lægen."),
    (
        *_CITIZEN,
        Field(
            "certificate",
            _("Attest"),
            CODE,
            required=True,
            names_row=True,
            codes=(
                Code("LÆ265", _("LÆ265"), ("265", "lae265", "læ 265")),
                Code("LÆ285", _("LÆ285"), ("285", "lae285", "læ 285")),
                Code("LÆ125", _("LÆ125"), ("125", "lae125", "læ 125")),
                Code("LÆ135", _("LÆ135"), ("135", "lae135", "læ 135")),
                Code("LÆ145", _("LÆ145"), ("145", "lae145", "læ 145")),
                Code("other", _("anden attest"), ("andet",)),
            ),
            headings=("attesttype", "blanket", "lægeattest", "formular"),
        ),
        Field(
            "ordered_on",
            _("Bestilt"),
            DATE,
            required=True,
            names_row=True,
            headings=("bestillingsdato", "anmodet", "rekvireret", "sendt"),
        ),
        Field("received_on", _("Modtaget"), DATE, headings=("svardato", "modtagelsesdato")),
        Field("interpreter", _("Med tolk"), FieldType.YES_NO, headings=("tolk", "tolkebistand")),
    ),
    any_of=_WHO,
    in_order=(("ordered_on", "received_on"),),
)

TEAM_MEETINGS = Kind(
    "team_meetings",
    _("Møder i rehabiliteringsteamet"),
    _("En sag, der er indstillet til rehabiliteringsteamet, og hvornår den kom på."),
    (
        *_CITIZEN,
        Field(
            "referred_on",
            _("Indstillet"),
            DATE,
            required=True,
            names_row=True,
            headings=("indstillingsdato", "henvist", "forelagt", "klar til teamet"),
        ),
        Field("met_on", _("Møde holdt"), DATE, headings=("mødedato", "behandlet", "teammøde")),
        Field(
            "outcome",
            _("Indstilling"),
            CODE,
            codes=(
                Code("flexi_job", _("fleksjob"), ()),
                Code("disability_pension", _("førtidspension"), ("fp",)),
                Code("resource_clarification", _("ressourceforløb"), ("rf",)),
                Code("job_clarification", _("jobafklaringsforløb"), ("jobafklaring", "jaf")),
                Code("other", _("andet"), ("anden indsats",)),
            ),
            headings=("teamets indstilling", "resultat", "udfald"),
        ),
        Field("postponed", _("Udsat"), FieldType.YES_NO, headings=("aflyst", "udskudt")),
    ),
    any_of=_WHO,
    in_order=(("referred_on", "met_on"),),
)

PLAN_DATES = Kind(
    "plan_dates",
    _("Planers datoer"),
    _("Hvornår en borgers plan er lagt eller justeret."),
    (
        *_CITIZEN,
        Field(
            "plan",
            _("Plan"),
            CODE,
            required=True,
            names_row=True,
            codes=(
                Code("rehabilitation_plan", _("rehabiliteringsplan"), ("rehab-plan", "rehabplan")),
                Code("action_plan", _("indsatsplan"), ("indsatsdel", "rehabiliteringsplanens indsatsdel")),
                Code("my_plan", _("Min Plan"), ("min plan", "jobplan")),
            ),
            headings=("plantype", "dokument"),
        ),
        Field(
            "event",
            _("Hændelse"),
            CODE,
            required=True,
            names_row=True,
            codes=(
                Code("made", _("lagt"), ("oprettet", "udarbejdet")),
                Code("adjusted", _("justeret"), ("opdateret", "revideret", "ændret")),
                Code("left_unchanged", _("ikke justeret"), ("uændret", "fastholdt")),
            ),
            headings=("handling", "begivenhed"),
        ),
        Field(
            "on",
            _("Dato"),
            DATE,
            required=True,
            names_row=True,
            headings=("plandato", "dato for plan", "ændret den"),
        ),
    ),
    any_of=_WHO,
)

FLEXI_JOBS = Kind(
    "flexi_jobs",
    _("Fleksjob"),
    _("Et fleksjob, der er begyndt."),
    (
        *_CITIZEN,
        Field(
            "begun_on",
            _("Begyndt"),
            DATE,
            required=True,
            names_row=True,
            headings=("startdato", "ansat fra", "fleksjob fra", "fra", "start"),
        ),
        Field("ended_on", _("Sluttet"), DATE, headings=("slutdato", "ansat til", "til", "slut")),
        Field("employer", _("Arbejdsgiver"), CODE, codes=_EMPLOYERS, headings=("sektor", "arbejdsgivertype")),
        Field("weekly_hours", _("Timer om ugen"), NUMBER, headings=("timetal", "ugentlige timer", "timer")),
    ),
    any_of=_WHO,
    in_order=(("begun_on", "ended_on"),),
)

BENEFITS = Kind(
    "benefits",
    _("Perioder på ydelse"),
    _("En sammenhængende periode, hvor en borger fik en ydelse."),
    (
        *_CITIZEN,
        Field(
            "benefit",
            _("Ydelse"),
            FieldType.BENEFIT,
            required=True,
            names_row=True,
            headings=("ydelsestype", "forsørgelse", "ydelsesart"),
        ),
        Field(
            "begun_on",
            _("Fra"),
            DATE,
            required=True,
            names_row=True,
            headings=("startdato", "periode fra", "fra dato", "begyndt"),
        ),
        Field("ended_on", _("Til"), DATE, headings=("slutdato", "periode til", "til dato", "sluttet")),
        Field(
            "target_group",
            _("Målgruppe"),
            FieldType.TARGET_GROUP,
            headings=("kontaktgruppe", "lab-målgruppe"),
        ),
    ),
    any_of=_WHO,
    in_order=(("begun_on", "ended_on"),),
)

KINDS: tuple[Kind, ...] = (
    MARKS,
    PLACEMENTS,
    CONTACTS,
    CERTIFICATES,
    TEAM_MEETINGS,
    PLAN_DATES,
    FLEXI_JOBS,
    BENEFITS,
)
"""Every kind, in the order people are offered them."""

_BY_ID = {kind.id: kind for kind in KINDS}


def kind_named(kind_id: str) -> Kind:
    """The kind with that id.

    Raises:
        UsageError: there is none.
    """
    if kind_id not in _BY_ID:
        raise UsageError(
            gettext("Der er ingen slags udtræk, der hedder {name}.").format(name=kind_id),
            remedy=gettext("Kendte: {names}.").format(names=", ".join(_BY_ID)),
        )
    return _BY_ID[kind_id]
