"""The sentences of `economy`, by what they say."""

from __future__ import annotations

from frirum.core.language import Sentences
from frirum.core.language import gettext_noop as N_

say = Sentences(
    {
        "and_n_without_amount": N_(", og {n} uden beløb"),
        "cannot_be_worked_out_both_sides": N_("kan ikke gøres op: begge sider skal være oplyst helt"),
        "certificate_not_obtained_cases_price": N_("{certificate}, der ikke er indhentet: sager × pris"),
        "certificates": N_("attester"),
        "from_day": N_(", fra {day}"),
        "losses_on_loans_n_loans": N_("Tab på lån: {n} lån på højst {most} kr."),
        "net": N_("Netto"),
        "price_for_one": N_(". Prisen for én: "),
        "prices_of_year": N_("{year}-priser"),
        "side_in_all": N_("{side} i alt"),
        "spending_on_certificates_per_case_before": N_("Udgift til attester pr. sag, før mod under"),
        "to": N_(" til "),
    }
)
