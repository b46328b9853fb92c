import pytest
from django.core.exceptions import ImproperlyConfigured

from forums.sealing import CannotBeOpened, seal, unseal
from tests.trackers.own_pages import server_key


def test_what_was_sealed_opens_for_what_it_belongs_to_and_nothing_else():
    sealed = seal("A quagga.", of="abc")
    assert unseal(sealed, of="abc") == "A quagga."
    assert b"quagga" not in sealed
    with pytest.raises(CannotBeOpened):
        unseal(sealed, of="abd")


def test_what_was_tampered_with_does_not_open():
    sealed = bytearray(seal("A quagga.", of="abc"))
    sealed[-5] ^= 1
    with pytest.raises(CannotBeOpened):
        unseal(bytes(sealed), of="abc")


def test_a_key_that_is_gone_is_told(settings):
    sealed = seal("A quagga.", of="abc")
    settings.VAULT_SERVER_KEYS = server_key("k9")
    with pytest.raises(ImproperlyConfigured, match="reseal_originals"):
        unseal(sealed, of="abc")
