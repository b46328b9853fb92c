from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forums.actions.cases import claim
from forums.actions.house import appoint_to_house, dismiss_from_house, set_due_times
from forums.actions.reporting import report
from forums.choices import Concern, Harm
from forums.models import DueTime, HouseModerator, Trail
from forums.queries.cases import due_times
from forums.refusals import CaseRefused
from forums.rules import DUE_WITHIN

pytestmark = pytest.mark.django_db


def test_whoever_is_appointed_twice_is_appointed_once(cast):
    for _ in range(2):
        appoint_to_house(by=None, user=cast.dov)
    assert HouseModerator.objects.get().user == cast.dov
    assert Trail.objects.filter(verb="appoint_to_house").count() == 1
    assert cast.client(cast.dov).get("/desk/").status_code == 200


def test_whoever_is_dismissed_lets_go_of_everything(cast, push):
    appoint_to_house(by=None, user=cast.dov)
    case = claim(by=cast.dov, case=report(by=cast.ada, subject=push, concern=Concern.OTHER).case)
    for _ in range(2):
        dismiss_from_house(by=None, user=cast.dov)
    case.refresh_from_db()
    assert not case.is_claimed(at=timezone.now())
    assert cast.client(cast.dov).get("/desk/").status_code == 404
    assert Trail.objects.filter(verb="dismiss_from_house").count() == 1


def test_whoever_moderates_the_house_says_how_soon_somebody_must_look(cast):
    appoint_to_house(by=None, user=cast.dov)
    within = {**DUE_WITHIN, Harm.CRISIS: timedelta(minutes=20)}
    set_due_times(by=cast.dov, within=within)
    assert due_times() == within
    assert Trail.objects.get(verb="set_due_times").detail == {"minutes": {"crisis": 20}}


def test_nobody_else_does(cast):
    with pytest.raises(CaseRefused):
        set_due_times(by=cast.bel, within=DUE_WITHIN)
    assert not DueTime.objects.filter(minutes=1).exists()


def test_the_command_appoints_dismisses_and_counts(cast, capsys):
    call_command("house_moderator", cast.dov.sign_in_name.upper())
    assert "site: 1" in capsys.readouterr().out
    call_command("house_moderator", cast.dov.sign_in_name, dismiss=True)
    assert "Nobody moderates" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody-0000"):
        call_command("house_moderator", "nobody-0000")
