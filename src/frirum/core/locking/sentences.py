"""The sentences of `locking`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "fingerprint_sha_256_hash": N_("Fingeraftryk (SHA-256): {hash}"),
        "frirum_verify_receipt_file_can": N_(
            "frirum verify --receipt FIL, kan det efterprøves, om det låste stadig er det samme."
        ),
        "keep_receipt_somewhere_else": N_(
            "Gem kvitteringen et andet sted end i systemet. Under »Efterprøv kvittering« på siden, eller med"
        ),
        "paste_whole_receipt_last_line_too": N_(
            "Indsæt hele kvitteringen, også den sidste linje, som begynder med en krøllet parentes."
        ),
        "person_person": N_("Person: {person}"),
        "reference_reference": N_("Reference: {reference}"),
        "text_holds_no_receipt_for_anything": N_(
            "Teksten indeholder ikke en kvittering for noget, der er låst."
        ),
        "time_moment_utc": N_("Tidspunkt: {moment} (UTC)"),
    }
)
