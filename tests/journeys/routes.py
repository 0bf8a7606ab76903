"""Which pages everybody can open: taken from the URL configuration, so that no page is forgotten.

A route without arguments is opened as it is. A route with arguments needs an example here, or a reason why not.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Route -> arguments to open it with; the shipped catalogue is always there.
EXAMPLES: dict[str, list[dict[str, str]]] = {
    "designs:diagnosis": [{"slug": "foertidspension-opfoelgning"}, {"slug": "mikrolaan"}],
    "cases:check": [{"slug": "foertidspension-opfoelgning"}, {"slug": "loentilskud-jobrotation"}],
    "cases:check_part": [{"slug": "loentilskud-jobrotation", "part": "loentilskud"}],
    "experiments:experiment": [
        {"slug": "foertidspension-opfoelgning"},
        {"slug": "rehabiliteringsteam-lae265"},
        {"slug": "loentilskud-jobrotation"},
        {"slug": "forsoeg-2027-a-kasser"},
    ],
    "experiments:versions": [{"slug": "foertidspension-opfoelgning"}],
    "overviews:network": [{"slug": "nordjylland"}],
    "economy:experiment": [{"slug": "rehabiliteringsteam-lae265"}, {"slug": "mikrolaan"}],
    "decisions:topic": [{"name": "rehabilitering-og-laegeattester"}],
    "overviews:municipality": [{"code": "851"}],
}

# Route -> why it is not opened as a page that everybody can see.
NOT_PUBLIC_PAGES: dict[str, str] = {
    "designs:document": "a download",
    "designs:shared_country": "simulates for seconds; opened by the journey of a design",
    "site:language": "takes POST only",
    "site:glossary_csv": "a download",
    "site:glossary_json": "a download",
    "site:was": "a redirect",
    "uses:csv": "a download",
    "releases:released": "needs a released table; opened by the journey of the gate",
    "releases:download": "a download",
    "organisations:log_out": "takes POST only",
    "organisations:log_in_code": "needs a password first; opened by the test of the second factor",
    "organisations:choose_password": "needs a link from a mail; opened by the test of members",
    "organisations:new_codes": "takes POST only",
    "organisations:remove_own_factor": "takes POST only",
    "organisations:end_sessions": "takes POST only",
    "organisations:answer_proposal": "takes POST only",
    "organisations:welcome": "takes POST only",
    "cases:calendar": "takes POST only",
    "cases:calendar_part": "takes POST only",
    "experiments:toml": "a download",
    "experiments:json": "a download",
    "experiments:version_toml": "a download",
    "overviews:schema": "a download",
    "obligations:mine_csv": "a download",
    "obligations:mine_ics": "a download",
    "obligations:mail": "takes POST only",
    "obligations:municipality_csv": "a download",
    "overviews:csv": "a download",
    "overviews:json": "a download",
    "surveys:answer": "needs a link of one's own; opened by the journey of surveys",
    "surveys:open": "needs an open link; opened by the journey of surveys",
    "forms:published": "needs a published form; opened by the journey of the form",
    "decisions:register_csv": "a download",
    "decisions:annex": "a download",
    "decisions:whole_annex": "a download",
    "economy:csv": "a download",
    "overviews:openapi": "a download",
    "overviews:dcat": "a download",
    "overviews:package": "a download",
    "overviews:data_feed": "a download",
    "overviews:table": "a download",
    "decisions:register_json": "a download",
    "decisions:feed": "a download",
    "decisions:published": "needs a published decision; opened by the journey of decisions",
    "decisions:subscription": "needs a link of one's own; opened by the journey of decisions",
}


# Pages with arguments that only some roles see; tests/journeys/test_site_roles.py opens those named here with what
# it has made, the others change something and answer with a redirect.
PRIVATE_PAGES: dict[str, str] = {
    "organisations:member": "opened as the administrator",
    "organisations:new_password": "opened as the administrator",
    "organisations:remove_factor": "asks as organisations:close_account does, where there is a second factor",
    "organisations:close_account": "opened as the administrator",
    "organisations:take_role": "opened as the administrator",
    "audits:round": "opened as the team leader by the journey of audits",
    "audits:case": "opened as the team leader by the journey of audits",
    "audits:results": "opened as the team leader by the journey of audits",
    "audits:hold": "opened as the team leader by the journey of audits",
    "audits:frame": "a download",
    "audits:workbook_file": "a download",
    "audits:close_query": "takes POST only",
    "audits:ask": "opened by the journey of audits",
    "audits:query": "opened by the journey of audits",
    "audits:second": "drawn as audits:case",
    "audits:workbook": "opened by the journey of audits",
    "audits:feed_back": "opened by the journey of audits",
    "audits:feedback": "opened by the journey of audits",
    "audits:report": "opened by the journey of audits",
    "audits:stock_take": "two lists of what audits:stock asks for",
    "audits:proof": "a download",
    "extracts:example": "a download",
    "registers:data_set": "opened as the analyst by the journey of registers",
    "registers:read": "takes POST only",
    "registers:compare": "takes POST only",
    "registers:delete": "opened as the analyst by the journey of registers",
    "registers:hand_over": "opened as the analyst by the journey of registers",
    "registers:fetch": "a download",
    "extracts:batch": "opened as the coordinator",
    "extracts:columns": "opened as the coordinator",
    "extracts:findings": "a download",
    "extracts:read": "takes POST only",
    "extracts:accept": "takes POST only",
    "extracts:discard": "opened as the coordinator",
    "extracts:withdraw": "opened as the coordinator",
    "jobs:job": "opened as its owner",
    "jobs:progress": "a fragment of jobs:job",
    "jobs:cancel": "takes POST only",
    "jobs:order": "takes POST only",
    "experiments:draft": "opened as its writer",
    "experiments:draft_file": "a download",
    "experiments:publish_draft": "opened as its writer",
    "experiments:discard_draft": "takes POST only",
    "experiments:restore_draft": "takes POST only",
    "releases:table": "opened as the analyst",
    "releases:ask": "opened as the analyst",
    "releases:review": "opened as the evaluator",
    "releases:approve": "takes POST only",
    "releases:decline": "takes POST only",
    "obligations:done": "takes POST only",
    "obligations:undo": "takes POST only",
    "obligations:item": "opened as the caseworker by the journey of the deadlines",
    "designs:design": "opened as the coordinator",
    "designs:step": "opened as the coordinator",
    "designs:submit": "opened as the coordinator",
    "designs:review": "opened as the reviewer",
    "designs:versions": "opened as the coordinator",
    "designs:lock": "opened as the coordinator",
    "designs:amend": "opened as the coordinator",
    "designs:outcomes": "opened as the coordinator",
    "designs:question_diagnosis": "a fragment of designs:step",
    "designs:withdraw": "takes POST only",
    "designs:decide": "takes POST only",
    "designs:receipt": "a download",
    "designs:own_document": "a download",
    "following:experiment": "opened by the journey of following",
    "following:csv": "a download",
    "following:answer_law": "opened by the journey of following",
    "uses:record": "takes POST only",
    "uses:record_part": "takes POST only",
    "uses:not_used": "takes POST only",
    "uses:not_used_part": "takes POST only",
    "uses:non_use": "opened as the caseworker",
    "uses:undo_non_use": "takes POST only",
    "uses:letter": "a download",
    "uses:letter_part": "a download",
    "uses:use": "opened as the caseworker",
    "uses:cpr": "takes POST only",
    "uses:correct": "opened as the caseworker",
    "uses:retract": "opened as the caseworker",
    "uses:restore": "takes POST only",
    "uses:end": "opened as the caseworker",
    "uses:reopen": "drawn as uses:retract",
    "uses:hand_over": "opened as the caseworker",
    "uses:choose": "drawn as uses:end",
    "uses:close_past": "takes POST only",
    "surveys:prepare": "opened by the journey of surveys",
    "surveys:wave": "opened by the journey of surveys",
    "surveys:recipients": "opened by the journey of surveys",
    "surveys:send": "drawn as surveys:close",
    "surveys:close": "opened by the journey of surveys",
    "surveys:results": "opened by the journey of surveys",
    "economy:state": "drawn as decisions:begin",
    "decisions:portfolio_csv": "a download",
    "inquiries:inquiry": "opened as the ministry by the journey of decisions",
    "inquiries:send": "drawn as decisions:submit",
    "inquiries:remind": "drawn as decisions:submit",
    "inquiries:close": "drawn as decisions:submit",
    "inquiries:answers": "opened as the ministry by the journey of decisions",
    "inquiries:answers_csv": "a download",
    "inquiries:extend": "drawn as decisions:authority",
    "inquiries:address": "drawn as decisions:authority",
    "decisions:draft": "opened as the ministry by the journey of decisions",
    "decisions:claims": "takes POST only",
    "decisions:authority": "opened as the ministry by the journey of decisions",
    "decisions:submit": "opened as the ministry by the journey of decisions",
    "decisions:approve": "drawn as decisions:submit",
    "decisions:send_back": "drawn as decisions:authority",
    "decisions:take_back": "drawn as decisions:submit",
    "decisions:discard": "drawn as decisions:submit",
    "decisions:publish": "opened as the ministry by the journey of decisions",
    "decisions:correct": "opened as the ministry by the journey of decisions",
    "decisions:receipt": "a download",
    "decisions:assignment": "opened as the ministry by the journey of decisions",
    "decisions:hand_over": "drawn as decisions:authority",
    "decisions:report": "drawn as decisions:authority",
    "decisions:finding": "opened as the ministry by the journey of decisions",
    "decisions:withdraw_finding": "drawn as decisions:authority",
    "surveys:free_texts": "a list of texts",
    "surveys:own": "opened by the journey of surveys",
    "surveys:rebuild": "drawn as surveys:build",
    "studies:study": "opened by the journey of surveys",
    "studies:remove": "takes POST only",
    "studies:close": "drawn as surveys:close",
    "studies:csv": "a download",
    "studies:conversation": "opened by the journey of surveys",
    "schedule:ics": "a download",
    "surveys:wave_file": "a download",
    "surveys:answers_file": "a download",
    "surveys:file": "a download",
    "surveys:open_qr": "a download",
    "surveys:links": "opened by the journey of surveys",
    "surveys:open_link": "opened by the journey of surveys",
    "surveys:interview": "opened by the journey of surveys",
    "surveys:bounces": "opened by the journey of surveys",
    "surveys:translations": "opened by the journey of surveys",
    "forms:form": "opened as the coordinator",
    "documents:document": "opened by the journey of documents",
    "documents:section": "opened by the journey of documents",
    "documents:act": "opened by the journey of documents",
    "documents:correct": "opened by the journey of documents",
    "documents:file": "a download",
    "documents:receipt": "a download",
    "forms:lock": "opened as the coordinator",
    "forms:submit": "opened as the coordinator",
    "forms:receive": "takes POST only",
    "forms:amend": "opened as the coordinator",
    "forms:receipt": "a download",
    "forms:document": "a download",
    "forms:published_document": "a download",
}


def named_routes() -> Iterator[tuple[str, bool]]:
    """Every named route of the site with whether it takes arguments."""
    yield from _walk(get_resolver().url_patterns, "", False)


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, arguments: bool
) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        takes = arguments or bool(pattern.pattern.regex.groups)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, takes)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", takes


def public_addresses() -> list[str]:
    """The addresses that the page test opens."""
    found = []
    for route, takes in named_routes():
        if route in NOT_PUBLIC_PAGES or route in PRIVATE_PAGES:
            continue
        if not takes:
            found.append(reverse(route))
        found += [reverse(route, kwargs=arguments) for arguments in EXAMPLES.get(route, ())]
    return found
