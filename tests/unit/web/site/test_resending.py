"""What was typed survives a session that ran out and a page that was open too long, and no other site can use that."""

from __future__ import annotations

import pytest
from cast import PASSWORD, Cast
from django.test import Client

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

OWN = {"origin": "http://testserver"}
TYPED = {"soeg-cpr": "", "soeg-case_number": '18/4711 "a"'}
GIVEN_BACK = 'name="soeg-case_number" value="18/4711 &quot;a&quot;"'


def test_a_form_sent_after_the_session_ran_out_is_offered_again(cast: Cast) -> None:
    client = Client()
    answer = client.post("/sager/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "no-store" in answer["Cache-Control"]
    assert "Du er logget ud" in page
    assert GIVEN_BACK in page
    assert 'action="/sager/"' in page
    cast.log_in(client, cast.rikke)
    assert client.post("/sager/", TYPED).status_code == 200


def test_without_anything_typed_the_login_page_comes_as_ever(cast: Cast) -> None:
    assert Client().post("/sager/").status_code == 302
    assert Client().get("/sager/?a=b").status_code == 302


def test_a_token_that_no_longer_holds_gives_the_form_back_to_our_own_page(cast: Cast) -> None:
    strict = cast.log_in(Client(enforce_csrf_checks=True), cast.rikke)
    own = strict.post("/sager/", {**TYPED, "csrfmiddlewaretoken": "for gammel"}, headers=OWN)
    page = own.content.decode()
    assert own.status_code == 403
    assert GIVEN_BACK in page
    assert "for gammel" not in page
    assert "Send igen" in page


@pytest.mark.parametrize("headers", [{"origin": "https://ond.example"}, {"origin": "null"}, {}])
def test_a_form_of_another_site_is_never_presented_as_ours(cast: Cast, headers: dict[str, str]) -> None:
    strict = cast.log_in(Client(enforce_csrf_checks=True), cast.rikke)
    answer = strict.post("/sager/", TYPED, headers=headers)
    assert answer.status_code == 403
    assert "18/4711" not in answer.content.decode()
    assert "Send igen" not in answer.content.decode()


def test_a_password_is_never_given_back(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"email": cast.rikke.email, "password": PASSWORD}
    page = strict.post("/log-ind/", sent, headers=OWN).content.decode()
    assert PASSWORD not in page
    assert "Send igen" not in page
