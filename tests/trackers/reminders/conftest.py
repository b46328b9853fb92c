"""Imports inside the fixtures: pytest may read this file before the settings are there."""

import pytest

from tests.mail_server import mail_server_of
from tests.trackers.conftest import vault  # noqa: F401 (a fixture)


@pytest.fixture
def ada(cast):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(
        user=cast.ada, email="ada@mail.example", verified=True, primary=True
    )
    return cast.ada


@pytest.fixture
def box(settings):
    """A mail server, to which the site's mail goes."""
    with mail_server_of(settings) as box:
        yield box
