"""Imports inside the fixtures: pytest may read this file before the settings are there."""

import pytest


@pytest.fixture
def ada(cast):
    return cast.ada


@pytest.fixture
def vault(ada):
    return own_pages_of(ada)


@pytest.fixture
def eves_vault(cast):
    return own_pages_of(cast.eve)


@pytest.fixture
def at_home(cast, vault):
    """ada's browser, with her own pages open."""
    from tests.trackers.own_pages import open_own_pages

    return open_own_pages(cast.client(cast.ada))


@pytest.fixture
def own_store(settings, tmp_path):
    """A storage for files that this test has for itself."""
    own = settings.STORAGES["own"]
    place = own["OPTIONS"] | {"location": tmp_path / "own"}
    settings.STORAGES = settings.STORAGES | {"own": own | {"OPTIONS": place}}


def own_pages_of(user):
    from django.utils import timezone

    from tests.trackers.own_pages import VAULT_PASSPHRASE
    from trackers.actions.vault import set_up_vault

    return set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())
