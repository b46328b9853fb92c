"""The same people and own pages as in the tests of that room."""

import pytest

from tests.trackers.conftest import ada, at_home, own_store, vault

__all__ = ["ada", "address", "at_home", "own_store", "vault"]


@pytest.fixture
def address(ada):
    """Where she is reminded."""
    from allauth.account.models import EmailAddress

    return EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
