"""Hearing by mail that there is something new: in one's own hour, once, and not of what."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.mail_hours import choose_mail_hour, choose_no_mail_hour
from accounts.actions.mailboxes import forget_address
from accounts.actions.preferences import set_preferences
from accounts.choices import Weekday
from accounts.models import MailSlot, Message
from accounts.refusals import MailRefused
from accounts.tasks import send_messages
from forums.actions.conversation import reply, withdraw
from forums.actions.digests import tell_by_mail
from forums.actions.distance import block, mute
from forums.actions.following import announce, follow
from forums.actions.notices import read_notices
from forums.models import Digest, Notice
from forums.tasks import tell_everybody_by_mail

pytestmark = pytest.mark.django_db
# A Monday.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY_DAY = list(Weekday.values)
A_DAY = timedelta(days=1)


def set_up(cast, *, days=EVERY_DAY, hour=18):
    EmailAddress.objects.create(user=cast.ada, email="a@example.org", verified=True, primary=True)
    return choose_mail_hour(by=cast.ada, hour=hour, days=days, now=NOON)


@pytest.fixture
def slot(cast):
    return set_up(cast)


def answer(by, opening, words="I know them."):
    post = reply(by=by, parent=opening, words=words)
    announce(now=timezone.now())
    return post


def in_time(slot):
    slot.refresh_from_db()
    return tell_by_mail(now=slot.due_at)


def test_something_new_is_told_in_the_hour_that_was_chosen_and_not_before(
    cast, slot, opening, time_machine
):
    answer(cast.cy, opening)
    assert NOON.replace(hour=18) <= slot.due_at < NOON.replace(hour=19)
    assert tell_by_mail(now=slot.due_at - timedelta(seconds=1)) == 0
    assert in_time(slot) == 1
    message = Message.objects.get()
    assert (message.kind, message.user, message.leads_to) == (Message.Kind.NEWS, cast.ada, "")
    time_machine.move_to(slot.due_at, tick=False)
    assert send_messages() == 1
    assert mail.outbox[0].to == ["a@example.org"]


def test_where_nothing_is_new_no_mail_comes(cast, slot):
    assert in_time(slot) == 1
    assert not Message.objects.exists()
    assert not Digest.objects.exists()


def test_of_the_same_things_no_second_mail_comes_and_of_newer_ones_one(cast, slot, opening):
    answer(cast.cy, opening)
    in_time(slot)
    assert Message.objects.count() == 1
    in_time(slot)
    assert Message.objects.count() == 1
    answer(cast.cy, opening, "And you?")
    in_time(slot)
    assert Message.objects.count() == 2
    assert Digest.objects.count() == 1


def test_what_was_read_meanwhile_brings_none(cast, slot, opening):
    answer(cast.cy, opening)
    read_notices(by=cast.ada, up_to=Notice.objects.get(user=cast.ada).ref)
    in_time(slot)
    assert not Message.objects.exists()


def test_what_was_taken_back_brings_none(cast, slot, opening):
    withdraw(by=cast.cy, post=answer(cast.cy, opening))
    in_time(slot)
    assert not Message.objects.exists()


def test_whoever_was_blocked_or_muted_brings_none(cast, slot, opening):
    answer(cast.eve, opening)
    block(by=cast.ada, persona=cast.eve.personas.get())
    answer(cast.cy, opening)
    mute(by=cast.ada, persona=cast.cy.personas.get())
    in_time(slot)
    assert not Message.objects.exists()
    answer(cast.bel, opening, "Not muted.")
    in_time(slot)
    assert Message.objects.count() == 1


def test_nobody_hears_who_chose_no_hour(cast, slot, opening):
    answer(cast.cy, opening)
    choose_no_mail_hour(by=cast.ada)
    assert tell_by_mail(now=slot.due_at) == 0
    assert not Message.objects.exists()


def test_many_things_are_one_mail_and_the_next_comes_another_day(cast, slot, opening):
    for number in range(3):
        answer(cast.cy, opening, f"{number}")
    in_time(slot)
    slot.refresh_from_db()
    assert slot.due_on == NOON.date() + A_DAY
    assert Message.objects.count() == 1


def test_only_on_the_days_that_were_chosen(cast, opening):
    slot = set_up(cast, days=[Weekday.WEDNESDAY, Weekday.SUNDAY])
    dates = []
    for _time in range(4):
        slot.refresh_from_db()
        dates.append(slot.due_on.isoweekday())
        in_time(slot)
    assert dates == [3, 7, 3, 7]


def test_an_hour_that_went_by_without_a_worker_brings_none_and_the_next_does(cast, slot, opening):
    answer(cast.cy, opening)
    assert tell_by_mail(now=slot.due_at + timedelta(hours=1)) == 1
    assert not Message.objects.exists()
    in_time(slot)
    assert Message.objects.count() == 1


def test_without_an_address_nothing_is_told_and_it_is_told_once_there_is_one(cast, slot, opening):
    answer(cast.cy, opening)
    EmailAddress.objects.update(verified=False)
    in_time(slot)
    assert not Message.objects.exists()
    EmailAddress.objects.update(verified=True)
    in_time(slot)
    assert Message.objects.count() == 1


def test_forgetting_the_address_ends_it(cast, slot):
    forget_address(by=cast.ada)
    assert not MailSlot.objects.exists()


def test_choosing_the_hour_anew_brings_no_second_mail_on_one_date(cast, slot, opening):
    answer(cast.cy, opening)
    in_time(slot)
    answer(cast.cy, opening, "More.")
    later = choose_mail_hour(by=cast.ada, hour=22, days=EVERY_DAY, now=slot.due_at)
    assert later.due_on == NOON.date()
    in_time(later)
    assert Message.objects.count() == 1
    in_time(later)
    assert Message.objects.count() == 2


def test_the_hour_is_of_the_clock_where_they_live_and_moves_with_them(cast, slot):
    moved = {"time_zone": "Pacific/Apia", "exit_target": "", "now": NOON}
    set_preferences(by=cast.ada, **moved)
    slot.refresh_from_db()
    # 18 o'clock there, 13 hours ahead.
    assert slot.due_at.replace(minute=0) == datetime(2026, 3, 3, 5, tzinfo=UTC)
    assert slot.due_on.isoformat() == "2026-03-03"


def test_the_minute_is_another_one_each_time(cast, slot):
    minutes = set()
    for _time in range(20):
        slot.refresh_from_db()
        minutes.add(slot.due_at.minute)
        in_time(slot)
    assert len(minutes) > 5


@pytest.mark.parametrize(
    ("hour", "days", "no"),
    [(24, EVERY_DAY, "an hour"), (-1, EVERY_DAY, "an hour"), (8, [], "at least one day")],
)
def test_what_is_no_hour_is_told(cast, slot, hour, days, no):
    with pytest.raises(MailRefused, match=no):
        choose_mail_hour(by=cast.ada, hour=hour, days=days, now=NOON)


def test_without_an_address_no_hour_is_chosen(cast):
    with pytest.raises(MailRefused, match="no confirmed address"):
        choose_mail_hour(by=cast.ada, hour=8, days=EVERY_DAY, now=NOON)


def test_a_beat_that_breaks_leaves_everything_as_it_was(cast, slot, opening, monkeypatch):
    answer(cast.cy, opening)

    def breaks(*_args, **_given):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("forums.actions.digests.move_on", breaks)
        with pytest.raises(RuntimeError), transaction.atomic():
            in_time(slot)
    assert not Message.objects.exists()
    assert not Digest.objects.exists()
    in_time(slot)
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_once(cast, opening):
    slot = set_up(cast)
    answer(cast.cy, opening)
    Message.objects.all().delete()
    start = threading.Barrier(2)

    def beat():
        start.wait()
        tell_by_mail(now=slot.due_at)
        connection.close()

    beats = [threading.Thread(target=beat) for _time in range(2)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert Message.objects.count() == 1
    assert tell_by_mail(now=slot.due_at) == 0


@pytest.mark.parametrize("people", [1, 3])
def test_each_costs_the_same(cast, opening, django_assert_max_num_queries, people):
    for user in [cast.ada, cast.bel, cast.eve][:people]:
        EmailAddress.objects.create(user=user, email="x@example.org", verified=True, primary=True)
        choose_mail_hour(by=user, hour=18, days=EVERY_DAY, now=NOON)
        follow(by=user, topic=opening.topic)
    answer(cast.cy, opening)
    MailSlot.objects.update(due_at=NOON)
    with django_assert_max_num_queries(4 + 12 * people):
        assert tell_by_mail(now=NOON) == people
    assert Message.objects.count() == people


def test_the_clock_goes_on_until_everybody_was_told(cast, slot, opening, time_machine):
    answer(cast.cy, opening)
    time_machine.move_to(slot.due_at, tick=False)
    assert tell_everybody_by_mail() == 1
    assert tell_everybody_by_mail() == 0
