import pytest
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "status"), [("get", 303), ("post", 204)])
def test_leave_ends_the_session_and_deletes_every_cookie(cast, settings, method, status):
    client = cast.client(cast.ada)
    client.get("/circles/")
    response = getattr(client, method)("/leave/")
    assert response.status_code == status
    assert not Session.objects.exists()
    for name in (settings.SESSION_COOKIE_NAME, settings.VAULT_COOKIE_NAME):
        assert response.cookies[name]["max-age"] == 0
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_leave_goes_to_the_first_target_or_to_the_chosen_one(cast, client, settings):
    settings.EXIT_TARGETS = ["https://one.example/", "https://two.example/"]
    assert client.get("/leave/")["Location"] == "https://one.example/"
    cast.ada.exit_target = "https://two.example/"
    cast.ada.save()
    assert cast.client(cast.ada).get("/leave/")["Location"] == "https://two.example/"


def test_a_target_that_the_operator_no_longer_offers_is_not_used(cast, settings):
    settings.EXIT_TARGETS = ["https://one.example/"]
    cast.ada.exit_target = "https://gone.example/"
    cast.ada.save()
    assert cast.client(cast.ada).get("/leave/")["Location"] == "https://one.example/"


def test_leave_works_without_a_session_and_without_a_token(client):
    assert client.get("/leave/").status_code == 303
    client.handler.enforce_csrf_checks = True
    assert client.post("/leave/").status_code == 204


def test_leave_ends_this_session_and_no_other(cast, client):
    other_device = client
    other_device.force_login(cast.ada)
    cast.client(cast.ada).get("/leave/")
    assert other_device.get("/circles/").status_code == 200
