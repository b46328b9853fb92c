from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn
from accounts.tasks import forget_old_sessions


def signed_in(cast, user):
    client = Client()
    client.post("/sign-in/", {"login": user.sign_in_name, "password": cast.passphrase})
    assert is_in(client)
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def test_a_session_that_is_over_leaves_nothing(cast):
    cast.client(cast.ada), cast.client(cast.cy)
    over, going_on = Session.objects.order_by("pk")
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(seconds=1))

    assert forget_old_sessions() == 1

    assert list(Session.objects.all()) == [going_on]


def test_the_operator_signs_somebody_out(cast, capsys):
    here, there, other = (signed_in(cast, user) for user in (cast.ada, cast.ada, cast.cy))
    call_command("end_sign_ins", cast.ada.sign_in_name)
    assert capsys.readouterr().out == "Sessions ended: 2\n"
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(other)
    assert [each.user for each in SignIn.objects.standing()] == [cast.cy]


def test_the_operator_signs_everybody_out(cast, capsys):
    clients = [signed_in(cast, user) for user in (cast.ada, cast.cy)]
    call_command("end_sign_ins", "--everybody")
    assert capsys.readouterr().out == "Sessions ended: 2\n"
    assert not any(map(is_in, clients))
    assert not Session.objects.exists()


def test_nobody_is_signed_out_by_mistake(cast):
    client = signed_in(cast, cast.ada)
    with pytest.raises(CommandError, match="Nobody here signs in as 'nobody-1'"):
        call_command("end_sign_ins", "nobody-1")
    with pytest.raises(CommandError):
        call_command("end_sign_ins")
    assert is_in(client)
