"""A made-up experiment of our own whose course is changed: two municipalities, three waves, one form."""

TEXT = """# An experiment of our own.
slug = "proeve"
network = "nordjylland"
short_title = "Prøve"
summary = "Et forsøg til prøver."
status = "running"  # since July
not_stated = ["provision", "target_group"]

[[period]]
id = "godkendt"
kind = "approval"
from = 2027-07-01
to = 2029-06-30
inferred = ["to"]

[[participation]]
municipality = 851
from = 2027-07-01
to = 2029-06-30

# Vesthimmerland left before the end.
[[participation]]
municipality = 820
from = 2027-07-01
to = 2028-01-31

[[obligation]]
id = "opfoelgning"
text = "Opfølgning"
anchor = "begyndt"
ordinary = { first = { months = 6 }, then = { months = 6 } }
experiment = { first = { months = 9 }, then = { months = 9 } }

[[fact]]
id = "begyndt"
type = "date"
use = "case_date"
question = "Hvornår?"

[[instrument]]
id = "survey"
kind = "survey"
title = "Survey"
frequency = "waves"

[[instrument.round]]
id = "foerste"
when = "et halvt år efter start"
after_start = { months = 6 }

[[instrument.round]]
id = "midtvejs"
when = "januar 2029"
on = 2029-01-01
until = 2029-01-31

[[instrument.round]]
id = "sidste"
when = "juni 2029"
on = 2029-06-01

[[instrument]]
id = "optaelling"
kind = "data_extract"
title = "Optælling"

[[instrument.round]]
id = "ved-slut"
when = "når forsøget slutter"
at_end = true

[[event]]
id = "godkendelse"
kind = "approval"
date = 2027-05-01
text = "Godkendt."

[[event]]
id = "start"
kind = "start"
date = 2027-07-01
text = "Begyndt."

[[reporting_period]]
id = "til-2029"
title = "2027-2029"
from = 2027-07-01
to = 2029-06-30
municipality = [851]
not_stated = ["submitted", "received"]

[reporting_period.header]
title = "Prøve"
case_number = "27-123"
not_stated = ["municipality", "started", "ended", "contact_institution", "contact_municipality"]
"""
