"""What the seeds print, made from data: conclusions, decision annex, short report, final report, one-page answers.

Each function gives a `Document` of the block model. What no source and no run has is said as missing, with who owes it;
a recommendation states the claims it rests on, and one that is ahead of them says so in print.
"""
