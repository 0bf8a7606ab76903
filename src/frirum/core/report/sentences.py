"""The sentences of `report`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_
from frirum.core.language import ngettext_noop as NN_

say = Sentences(
    {
        "all_figures_in_document_are_computed": N_(
            "Alle tal i dokumentet er beregnet på syntetiske data og siger intet om virkeligheden."
        ),
        "appendix_n_title": N_("Bilag {n}: {title}"),
        "caption": N_("Billedtekst"),
        "choose_another_folder_or_another_name": N_("Vælg en anden mappe eller et andet navn."),
        "choose_one_of_these_kinds": N_("Vælg et af disse: {kinds}."),
        "create_folder_or_choose_another": N_("Opret mappen, eller vælg en anden."),
        "disk_is_full_file": N_("Disken er fuld. Filen er ikke skrevet, og en tidligere udgave er urørt."),
        "document_contains_figures_from_synthetic_data": N_(
            "Dokumentet indeholder tal fra syntetiske data. De er mærket »syntetisk«."
        ),
        "document_contains_n_figures": NN_(
            "Dokumentet indeholder et tal, der ikke er frigivet: {place}.",
            "Dokumentet indeholder {n} tal, der ikke er frigivet. Det første står her: {place}.",
        ),
        "draft": N_("Kladde"),
        "figure_n": N_("figur {n}"),
        "figure_n_caption": N_("Figur {n}. {caption}"),
        "file_could_not_be_written_reason": N_("Filen kunne ikke skrives: {reason}."),
        "file_may_not_be_written_here": N_("Filen må ikke skrives her."),
        "files_hashes": N_("filer {hashes}"),
        "folder_does_not_exist": N_("Mappen findes ikke."),
        "footer": N_("Sidefod"),
        "format_kind_does_not_exist": N_("Formatet »{kind}« findes ikke."),
        "have_figures_released_or_make_document": N_(
            "Få tallene frigivet, eller lav dokumentet til holdet selv."
        ),
        "header": N_("Sidehoved"),
        "heading_n": N_("Overskrift {n}"),
        "hidden": N_("skjult"),
        "image_cannot_be_read": N_("Billedet kan ikke læses."),
        "locked_number_n": N_("Låst tal {n}"),
        "make_figure_again": N_("Lav figuren igen."),
        "make_logo_smaller_and_take_out": N_(
            "Gør logoet mindre, og tag billeder ud, der ikke hører til sidehovedet."
        ),
        "make_room_or_choose_another_folder": N_("Skaf plads, eller vælg en anden mappe, og prøv igen."),
        "mend_in_word_save_template": N_("Ret det i Word, gem skabelonen som .docx, og læg den ind igen."),
        "name_does_not_have_level_level": N_(
            "»{name}« har ikke niveau {level} i dispositionen, så en skærmlæser ikke hører den som "
            "overskrift."
        ),
        "name_has_too_little_contrast_ratio": N_("»{name}« har for svag kontrast: {ratio} mod {needed}."),
        "name_is_hidden_text": N_("»{name}« er skjult tekst."),
        "no_rows": N_("Ingen rækker."),
        "normal": N_("Normal"),
        "not_computed": N_("ikke opgjort"),
        "not_released": N_("[ikke frigivet]"),
        "not_stated": N_("Ikke oplyst"),
        "note": N_("Bemærk"),
        "numbers_behind_figure_n": N_("Tallene bag figur {n}"),
        "of": N_("af"),
        "only_for_team_behind_experiment_document": N_(
            "Kun til holdet bag forsøget. Dokumentet indeholder tal, der ikke er frigivet; de er mærket "
            "»ikke frigivet« og må ikke gives videre."
        ),
        "open_text_n": N_("Åben tekst {n}"),
        "page": N_("Side"),
        "per_cent": N_("pct."),
        "picture_in_header_or_footer": N_("Et billede i sidehoved eller sidefod har ingen alternativ tekst."),
        "plan_hash": N_("plan {hash}"),
        "point_n": N_("punkt {n}"),
        "remark": N_("Bemærkning"),
        "run_id": N_("kørsel {id}"),
        "save_template_as_word_document_docx": N_(
            "Gem skabelonen som Word-dokument (.docx) uden makroer og adgangskode."
        ),
        "second_is_larger_than_first_their": N_(
            "»{second}« er større end »{first}«, så rangordenen ikke kan ses."
        ),
        "source_released_as_release": N_("{source}, frigivet som {release}"),
        "sources_list": NN_("Kilde: {list}", "Kilder: {list}"),
        "sources_of_figures_in_text": N_("Kilder til tal i teksten"),
        "style_name_is_missing": N_("Typografien »{name}« mangler."),
        "synthetic": N_("[syntetisk]"),
        "synthetic_data": N_("syntetiske data"),
        "synthetic_data_as_heading": N_("Syntetiske data"),
        "table": N_("Tabel"),
        "table_n": N_("tabel {n}"),
        "table_n_caption": N_("Tabel {n}. {caption}"),
        "table_row_row_column_column": N_("{table}, række {row}, kolonne »{column}«"),
        "template_cannot_be_used_faults": N_("Skabelonen kan ikke bruges: {faults}"),
        "template_has_macros": N_("Skabelonen har makroer."),
        "template_is_above_n_mb": N_("Skabelonen fylder over {n} MB."),
        "template_is_not_word_document_docx": N_("Skabelonen er ikke et Word-dokument (.docx)."),
        "template_language_is_said_documents": N_("Skabelonens sprog er {said}; dokumenterne er på dansk."),
        "template_unpacks_to_more_than_may": N_("Skabelonen pakker sig ud til mere, end den må fylde."),
        "title": N_("Titel"),
        "try_again_or_choose_another_folder": N_("Prøv igen, eller vælg en anden mappe."),
        "under_n": N_("under {n}"),
        "version_version": N_("version {version}"),
        "show_figures": N_("Vis tallene"),
        "warning": N_("Advarsel"),
    }
)
