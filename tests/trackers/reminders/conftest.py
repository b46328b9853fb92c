"""Imports inside the fixtures: pytest may read this file before the settings are there."""

import pytest

from tests.trackers.conftest import vault  # noqa: F401


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
    from tests.trackers.reminders.mail_server import mail_server

    with mail_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box
