"""After an account is closed, or own pages are erased, what was queued for them does nothing, and
what they said is gone from everywhere or stands without a name."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import ask_to_close, close_account
from accounts.actions.mail import owe_message
from accounts.models import Closing, MailSlot, Message, User
from accounts.tasks import send_message
from config.celery import app
from forums.actions.conversation import reply, revise
from forums.actions.drafts import keep_draft
from forums.actions.following import follow
from forums.choices import Reading
from forums.links import quoting
from forums.models import (
    Announcement,
    Claim,
    Decision,
    Draft,
    Image,
    Notice,
    Persona,
    Post,
    Revision,
    Screening,
)
from tests.config.whole_life import be_decided_about, live
from tests.trackers.actions.test_files import uploaded
from tests.trackers.conftest import own_pages_of
from tests.trackers.exported import ask as ask_for_archive
from tests.trackers.log_files import incident_of, photo
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.ending import erase_own_pages
from trackers.actions.reminders import set_reminder
from trackers.choices import Weekday
from trackers.models import OwedWork, PrivateRow, Reminder, StoredFile
from trackers.rules.reminders import Rule
from trackers.vault.files import storage
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

HERON = "heron"


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    own = settings.STORAGES["own"]
    place = own["OPTIONS"] | {"location": tmp_path / "own"}
    settings.STORAGES = settings.STORAGES | {"own": own | {"OPTIONS": place}}


@pytest.fixture
def cy(cast, opening, closed, django_capture_on_commit_callbacks):
    """With everything that somebody can have, and work owed in every room."""
    cast.circle.reading = Reading.ANYONE
    cast.circle.save()
    follow(by=cast.bel, topic=opening.topic)
    cy = live(cast, opening, closed)
    # Somebody wrote elsewhere from the address that they claim.
    Persona.objects.create(name="Mo", import_key=Claim.objects.get(user=cy).import_key)
    Closing.objects.filter(user=cy).delete()
    with django_capture_on_commit_callbacks(execute=True):
        owe_own_pages(cy)
    owe_message(to=cy, kind=Message.Kind.REMINDER, due_at=timezone.now())
    MailSlot.objects.filter(user=cy).update(due_at=timezone.now() - timedelta(minutes=1))
    repeat(cast, cy)
    return cy


def owe_own_pages(cy):
    vault, now = own_pages_of(cy), timezone.now()
    soon = (now - timedelta(minutes=1)).time().replace(second=0, microsecond=0)
    at_once = Rule(soon, "UTC", list(Weekday.values))
    set_reminder(by=cy, vault=vault, rule=at_once, line=HERON, now=now - timedelta(hours=1))
    uploaded(cy, vault, incident_of(cy, vault), photo())
    ask_for_archive(cy, vault)
    with rows_of(cy.pk):
        assert Reminder.objects.filter(due_at__lte=now).exists()
        assert {work.kind for work in OwedWork.objects.all()} == {"copy", "export"}


def repeat(cast, cy):
    """Others quote what they said, speak to them, and have not sent that yet."""
    said = Post.objects.written_by(cy).get(images__isnull=False)
    words = quoting("Marlow", said.ref, said.source)
    answer = reply(by=cast.ada, parent=said, words=f"{words}\n\n@Marlow, yes.")
    revise(by=cast.ada, post=answer, words=f"{words}\n\n@Marlow, yes, again.")
    keep_draft(by=cast.eve, parent=said, words=f"{words}\n\nNot sent.")
    assert HERON in answer.html
    assert Announcement.objects.filter(post=said).exists()
    assert Screening.objects.filter(post=said).exists()


def clock():
    """All there is in the timetable, twice: what one task leaves, the other one may take up."""
    for _round in range(2):
        for entry in app.conf.beat_schedule.values():
            app.tasks[entry["task"]]()


def rows_about(user):
    """Where something still points at them."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User:
                with rows_of(user.pk):
                    if model._default_manager.filter(**{field.name: user.pk}).exists():
                        yield f"{model._meta.label}.{field.name}"


def test_every_task_that_there_is_stands_in_the_timetable():
    """So that what follows runs them all."""
    ours = {name for name in app.tasks if name.split(".")[0] in ("accounts", "forums", "trackers")}
    timed = {entry["task"] for entry in app.conf.beat_schedule.values()}
    # Woken for one mail that somebody waits for.
    assert ours - timed == {"accounts.send_message"}


def test_without_it_the_clock_would_do_all_that(cy, cast):
    """What follows would prove nothing otherwise."""
    clock()
    told = Counter(message.to[0] for message in mail.outbox)
    assert told.keys() == {"cy@example.org", "heron@example.org"}
    # A mail that was owed, a reminder, and that there is something new.
    assert told["cy@example.org"] == 3
    assert Notice.objects.filter(user=cast.bel, post__author__owner=cy).exists()
    with rows_of(cy.pk):
        assert StoredFile.objects.count() > 1


@pytest.mark.parametrize("leave_words", [True, False])
def test_nothing_is_mailed_nothing_breaks_and_nothing_new_is_kept(cy, leave_words):
    messages = list(Message.objects.filter(user=cy).values_list("pk", flat=True))
    close_account(by=cy, leave_words=leave_words)
    clock()
    assert not any(send_message(str(pk)) for pk in messages)
    assert mail.outbox == []
    assert not Message.objects.filter(user=cy).exists()
    assert not Notice.objects.filter(user=cy).exists()
    private = [m for m in apps.get_app_config("trackers").get_models() if issubclass(m, PrivateRow)]
    with rows_of(cy.pk):
        assert not any(model._default_manager.exists() for model in (*private, OwedWork))
    assert storage().listdir("")[1] == []


@pytest.mark.parametrize("leave_words", [True, False])
def test_nothing_points_at_them_but_what_stands_for_others(cy, cast, opening, rule, leave_words):
    be_decided_about(cast, opening, rule)
    close_account(by=cy, leave_words=leave_words)
    clock()
    assert set(rows_about(cy)) <= {
        # Their names stay taken.
        "forums.Persona.owner",
        # That somebody did something, and in decided cases that it was about one and the same.
        "forums.Trail.by",
        "forums.Decision.author",
        "forums.Appeal.user",
        "forums.Report.reporter",
        # Whoever was kept out and comes back is to be known (forums/queries/coming_back.py).
        "forums.Sanction.user",
    }


def seen_by_others(cast, topic):
    """All that others can come by of what was said: pages, search, feed, lists, and what is stored
    behind them."""
    ada, anyone = cast.client(cast.ada), Client()
    pages = [
        topic.get_absolute_url(),
        cast.circle.get_absolute_url(),
        reverse("forums:notices"),
        reverse("forums:saved"),
        f"{reverse('forums:search')}?words={HERON}",
        reverse("forums:feed", args=[cast.circle.ref]),
    ]
    said = [who.get(page).content.decode() for page in pages for who in (ada, anyone)]
    said += [cast.client(cast.bel).get(reverse("forums:notices")).content.decode()]
    said += [answer.html + answer.source for answer in Post.objects.all()]
    said += [before.html + before.source for before in Revision.objects.all()]
    said += [draft.words for draft in Draft.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("select words::text from forums_searchentry")
        said += [words for (words,) in cursor.fetchall()]
    return "\n".join(said).replace(f"?words={HERON}", "").replace(f'value="{HERON}"', "")


def test_words_that_go_are_gone_from_everywhere(cy, cast, topic, time_machine):
    assert HERON in seen_by_others(cast, topic)
    picture = Image.objects.get(owner=cy).file.name
    close_account(by=cy, leave_words=False)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    clock()
    left = seen_by_others(cast, topic)
    assert HERON not in left
    assert "Marlow" not in left
    assert "Alder" not in left
    assert not default_storage.exists(picture)
    assert not Announcement.objects.filter(post__withdrawn_at__isnull=False, told_at=None).exists()


def test_words_that_were_decided_about_go_and_their_name_stays(cy, cast, opening, rule):
    """Nobody leaves a decision behind by leaving their words."""
    be_decided_about(cast, opening, rule)
    decided = Decision.objects.get(author=cy).case.post
    assert HERON in decided.html
    close_account(by=cy, leave_words=True)
    clock()
    decided.refresh_from_db()
    assert decided.html == decided.source == ""
    assert decided.author.name == "Marlow"


def test_words_that_stay_have_nobodys_name_over_them(cy, cast, topic, time_machine):
    close_account(by=cy, leave_words=True)
    # Names for one topic go within a day, so that nobody sees that they were one person's.
    time_machine.move_to(timezone.now() + timedelta(days=1))
    clock()
    left = seen_by_others(cast, topic)
    assert HERON in left
    assert "Marlow" not in left
    assert not Post.objects.filter(author__owner=cy).exists()
    assert not Persona.objects.filter(owner=None, name__contains="Marlow").exists()


def test_own_pages_that_were_erased_ring_make_and_keep_nothing_any_more(cy):
    erase_own_pages(by=cy, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    Message.objects.filter(user=cy).delete()
    MailSlot.objects.filter(user=cy).delete()
    clock()
    assert "cy@example.org" not in {message.to[0] for message in mail.outbox}
    private = [m for m in apps.get_app_config("trackers").get_models() if issubclass(m, PrivateRow)]
    with rows_of(cy.pk):
        assert not any(model._default_manager.exists() for model in (*private, OwedWork))
    assert storage().listdir("")[1] == []
    # The account itself stays, with what was said.
    assert Post.objects.written_by(cy).standing().exists()


def test_until_a_wait_is_over_everything_goes_on(cy):
    ask_to_close(by=cy, leave_words=False, wait=timedelta(days=7), now=timezone.now())
    clock()
    assert User.objects.get(pk=cy.pk).is_active
    assert mail.outbox
    assert Post.objects.written_by(cy).standing().exists()
