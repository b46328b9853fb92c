"""Every address has a keeper, and the keeper is at the door."""

import pytest

from tests.world.keepers import ANYONE, HOST, KEEPERS, MEMBER, MODERATOR
from tests.world.urls import every_url, patterns

pytestmark = pytest.mark.django_db


def kept_by(*keepers):
    return [pytest.param(url, id=name) for name, url in every_url() if KEEPERS.get(name) in keepers]


def test_every_address_is_listed_with_its_keeper_and_nothing_else_is():
    assert {name for name, _pattern in patterns()} == set(KEEPERS)


@pytest.mark.parametrize(
    "url", [pytest.param(url, id=name) for name, url in every_url() if KEEPERS[name] != ANYONE]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(client, url, method):
    response = getattr(client, method)(url)
    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("url", kept_by(HOST, MODERATOR))
def test_a_member_who_moderates_nothing_finds_nothing(cast, url):
    answers = [getattr(cast.client(cast.ada), method)(url) for method in ("get", "post")]
    # Some are for forms alone, whoever asks.
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert 404 in {answer.status_code for answer in answers}


@pytest.mark.parametrize(
    "url",
    [pytest.param(url, id=name) for name, url in every_url() if KEEPERS[name] != ANYONE],
)
def test_no_address_breaks_for_somebody_who_is_signed_in(cast, url):
    assert cast.client(cast.dov).get(url).status_code < 500


@pytest.mark.parametrize("url", kept_by(ANYONE, MEMBER))
def test_no_address_breaks_for_odd_methods(client, url):
    for method in ("put", "delete", "patch", "options", "trace"):
        assert getattr(client, method)(url).status_code < 500
