import re

import pytest
from django.core.exceptions import ValidationError

from accounts.actions.enrolment import enrol
from accounts.models import User
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


def test_enrol_adds_four_digits_so_that_every_name_is_free():
    one = enrol(sign_in_name="Mary", passphrase=PASSPHRASE)
    other = enrol(sign_in_name="Mary", passphrase=PASSPHRASE)
    assert re.fullmatch(r"mary-\d{4}", one.sign_in_name)
    assert one.sign_in_name != other.sign_in_name
    assert one.check_password(PASSPHRASE)
    assert one.email == ""


def test_enrol_goes_on_looking_where_an_ending_is_taken(monkeypatch):
    endings = iter([1, 1, 1, 2])
    monkeypatch.setattr("secrets.randbelow", lambda _most: next(endings))
    enrol(sign_in_name="mary", passphrase=PASSPHRASE)
    assert enrol(sign_in_name="mary", passphrase=PASSPHRASE).sign_in_name == "mary-0002"


@pytest.mark.parametrize(
    "weak",
    [
        "fourteen chars",
        "1q2w3e4r5t6y7u8i9o0p",
        "123456789012345",
        "a" * 20,
        "passwordpassword",
        "qwertyuiopasdfgh",
        "marymarymarymary",
    ],
)
def test_enrol_refuses_a_weak_passphrase_and_stores_nothing(weak):
    with pytest.raises(ValidationError):
        enrol(sign_in_name="marymarymary", passphrase=weak)
    assert not User.objects.exists()
