"""Whose a name is takes two, a reason and a line in the trail for every look."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions.glass import ask_whose, grant_glass, look_behind, refuse_glass
from forums.actions.house import appoint_to_house, dismiss_from_house
from forums.models import BreakGlass, Notice, Trail
from forums.refusals import GlassRefused
from forums.rules.glass import SHOWN_FOR
from tests.forums.deciding import case_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    """About what eve said. bel and dov moderate the house."""
    for user in (cast.bel, cast.dov):
        appoint_to_house(by=None, user=user)
    return case_about(push, by=cast.ada)


@pytest.fixture
def asked(cast, case):
    return ask(cast.bel, case)


def ask(by, case, **fields):
    return ask_whose(
        **{"by": by, "case": case, "persona": case.author, "why": "A threat."} | fields
    )


def look(by, glass, *, after=timedelta()):
    return look_behind(by=by, glass=BreakGlass.objects.get(pk=glass.pk), now=timezone.now() + after)


def test_two_together_see_whose_it_is_and_each_look_is_written_down(cast, asked):
    grant_glass(by=cast.dov, glass=asked)
    for looks in (cast.bel, cast.bel, cast.dov):
        assert look(looks, asked) == cast.eve.sign_in_name
    by = list(Trail.objects.filter(verb="look_behind").order_by("pk").values_list("by", flat=True))
    assert by == [cast.bel.pk, cast.bel.pk, cast.dov.pk]


def test_nobody_sees_it_before_a_second_one_has_said_yes(cast, asked):
    for user in (cast.bel, cast.dov):
        with pytest.raises(GlassRefused, match="Nobody has said yes"):
            look(user, asked)
    assert not Trail.objects.filter(verb="look_behind").exists()


def test_nobody_says_yes_to_their_own(cast, asked):
    with pytest.raises(GlassRefused, match="second person"):
        grant_glass(by=cast.bel, glass=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(granted_by=cast.bel, granted_at=timezone.now())


def test_it_is_over_after_a_while(cast, asked):
    grant_glass(by=cast.dov, glass=asked)
    assert look(cast.bel, asked, after=SHOWN_FOR - timedelta(minutes=1)) == cast.eve.sign_in_name
    with pytest.raises(GlassRefused, match="time is over"):
        look(cast.bel, asked, after=SHOWN_FOR)


def test_it_is_shown_to_the_two_and_to_nobody_else(cast, asked):
    grant_glass(by=cast.dov, glass=asked)
    appoint_to_house(by=None, user=cast.cy)
    with pytest.raises(GlassRefused, match="nobody else"):
        look(cast.cy, asked)
    dismiss_from_house(by=None, user=cast.bel)
    with pytest.raises(GlassRefused):
        look(cast.bel, asked)


@pytest.mark.parametrize("who", ["ada", "cy", "eve"])
def test_whoever_does_not_moderate_the_house_does_nothing_with_it(cast, case, asked, who):
    user = getattr(cast, who)
    for attempt in (
        lambda: ask(user, case),
        lambda: grant_glass(by=user, glass=asked),
        lambda: refuse_glass(by=user, glass=asked),
        lambda: look(user, asked),
    ):
        with pytest.raises(GlassRefused, match="somebody else"):
            attempt()


def test_whom_it_is_about_has_no_hand_in_it(cast, case, asked):
    appoint_to_house(by=None, user=cast.eve)
    assert not BreakGlass.objects.visible_to(cast.eve).exists()
    with pytest.raises(GlassRefused):
        grant_glass(by=cast.eve, glass=asked)


def test_a_moderator_has_no_hand_in_what_is_asked_about_themselves(cast, case):
    name = cast.dov.personas.get()
    with pytest.raises(GlassRefused, match="takes two"):
        ask(cast.bel, case, persona=name)
    with pytest.raises(GlassRefused, match="somebody else"):
        ask(cast.dov, case, persona=name)
    appoint_to_house(by=None, user=cast.cy)
    glass = ask(cast.bel, case, persona=name)
    assert not BreakGlass.objects.visible_to(cast.dov).exists()
    with pytest.raises(GlassRefused, match="somebody else"):
        grant_glass(by=cast.dov, glass=glass)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(granted_by=cast.dov, granted_at=timezone.now())
    grant_glass(by=cast.cy, glass=glass)
    assert look(cast.cy, glass) == cast.dov.sign_in_name


def test_it_is_answered_once(cast, asked):
    refuse_glass(by=cast.dov, glass=asked)
    with pytest.raises(GlassRefused, match="answered this already"):
        grant_glass(by=cast.dov, glass=asked)
    with pytest.raises(GlassRefused, match="Nobody has said yes"):
        look(cast.bel, asked)


def test_whoever_asked_can_take_it_back_and_ask_anew(cast, case, asked):
    with pytest.raises(GlassRefused, match="waits for an answer"):
        ask(cast.dov, case)
    refuse_glass(by=cast.bel, glass=asked)
    assert ask(cast.dov, case) != asked


@pytest.mark.parametrize("why", ["", "  \n", "x" * 4001])
def test_a_reason_is_needed_that_can_be_read(cast, case, why):
    with pytest.raises(GlassRefused):
        ask(cast.bel, case, why=why)


def test_alone_nobody_can_ask(cast, case):
    dismiss_from_house(by=None, user=cast.dov)
    with pytest.raises(GlassRefused, match="takes two"):
        ask(cast.bel, case)


def test_the_others_are_called_and_whoever_asked_hears_of_the_answer(cast, case):
    Notice.objects.all().delete()
    glass = ask(cast.bel, case)
    assert [notice.user for notice in Notice.objects.all()] == [cast.dov]
    grant_glass(by=cast.dov, glass=glass)
    assert Notice.objects.get(user=cast.bel).case == case


@pytest.mark.parametrize(
    "change",
    [
        {"why": "Another reason."},
        {"granted_by": None, "granted_at": None},
        {"refused_at": timezone.now()},
        {"asked_at": timezone.now()},
    ],
    ids=lambda change: "-".join(change),
)
def test_the_database_lets_nobody_change_what_was_done(cast, asked, change):
    grant_glass(by=cast.dov, glass=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.all().delete()


def test_the_database_lets_nobody_ask_and_say_yes_in_one(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.create(
            case=case,
            persona=case.author,
            why="Quick.",
            asked_by=cast.bel,
            granted_by=cast.dov,
            granted_at=timezone.now(),
        )


def test_it_outlives_the_accounts_of_all_three(cast, asked):
    grant_glass(by=cast.dov, glass=asked)
    cast.eve.delete()
    assert look(cast.bel, asked) is None
    cast.bel.delete()
    cast.dov.delete()
    asked.refresh_from_db()
    assert (asked.asked_by, asked.granted_by) == (None, None)
    assert asked.granted_at
