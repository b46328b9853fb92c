"""A picture is taken out of a post that stays."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forums.actions.conversation import reply, revise, withdraw
from forums.actions.deciding import purge_originals, undo
from forums.actions.images import add_image, sweep_images
from forums.actions.reporting import report
from forums.choices import Concern, Outcome
from forums.models import Case, Image, Post
from forums.queries.images import images_at_hand
from forums.refusals import DecisionRefused, ImageRefused
from forums.rules import Step
from tests.accounts.decoding import files
from tests.forums.deciding import decided, measure_of

pytestmark = pytest.mark.django_db
SEVEN_MONTHS = timedelta(days=215)


@pytest.fixture(autouse=True)
def with_images(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.circle.allows_images = True
    cast.circle.save()


@pytest.fixture
def post(cast, opening):
    upload = files.talkative_jpeg()
    added = {
        add_image(
            by=cast.eve, upload=SimpleUploadedFile("a.jpg", upload), alt=alt, circle=cast.circle
        ).image.ref: alt
        for alt in ("A heron", "Your door")
    }
    return reply(by=cast.eve, parent=opening, words="Look.", pictures=added)


@pytest.fixture
def door(post):
    return Image.objects.get(alt="Your door")


@pytest.fixture
def case(cast, post):
    return report(by=cast.ada, subject=post, concern=Concern.IDENTIFIES).case


def without(door, post, **fields):
    return Step(Outcome.REDACT, pictures=(door.ref,), source=post.source, **fields)


@pytest.fixture
def decision(cast, post, door, case, rule):
    return decided(case, rule, without(door, post), by=cast.bel)


def who_sees(cast, image):
    people = {"ada": cast.ada, "bel": cast.bel, "cy": cast.cy, "eve": cast.eve}
    clients = {name: cast.client(user) for name, user in people.items()} | {"anybody": Client()}
    got = {name: client.get(image.get_absolute_url()) for name, client in clients.items()}
    return {name for name, answer in got.items() if answer.status_code == 200}


def words_of(post):
    post.refresh_from_db()
    return post.source, post.pictures_html.count("<img"), "Your door" in post.pictures_html


def test_it_is_gone_for_everybody_but_its_author_and_whoever_handles_the_case(
    cast, post, door, case, decision
):
    assert words_of(post) == ("Look.", 1, False)
    assert post.is_standing()
    assert who_sees(cast, door) == {"bel", "eve"}
    assert who_sees(cast, Image.objects.get(alt="A heron")) == {"ada", "bel", "cy", "eve"}
    page = cast.client(cast.eve).get(decision.get_absolute_url()).content.decode()
    assert "A part was taken out." in page
    assert door.get_absolute_url() in page


def test_nobody_sweeps_it_away_or_puts_it_into_another_post(cast, opening, post, door, decision):
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        sweep_images(now=timezone.now())
        assert default_storage.exists(door.file.name)
        assert images_at_hand(cast.eve, post=post, with_new=True) == [
            Image.objects.get(alt="A heron")
        ]
        with pytest.raises(ImageRefused):
            reply(by=cast.eve, parent=opening, words="Again.", pictures={door.ref: "Your door"})


def test_taken_back_it_stands_there_again_whatever_was_written_since(cast, post, door, decision):
    revise(by=cast.eve, post=post, words="Look, a heron.")
    undo(by=cast.bel, measure=measure_of(decision, Outcome.REDACT))
    assert words_of(post) == ("Look, a heron.", 2, True)
    assert who_sees(cast, door) == {"ada", "bel", "cy", "eve"}


def test_after_seven_months_it_is_gone_for_good(
    cast, post, door, decision, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_originals(now=timezone.now() + SEVEN_MONTHS) == 1
    assert not Image.objects.filter(pk=door.pk).exists()
    assert not default_storage.exists(door.file.name)
    assert words_of(post) == ("Look.", 1, False)


def test_whoever_withdraws_the_post_takes_it_along_and_the_case_keeps_what_was_reported(
    cast, post, door, case, decision
):
    withdraw(by=cast.eve, post=post)
    door.refresh_from_db()
    assert (door.taken_out_by, door.kept_for) == (None, case)
    assert who_sees(cast, door) == {"bel"}


def test_what_its_author_took_away_meanwhile_is_not_taken_out(cast, post, door, case, rule):
    step = without(door, post)
    heron = Image.objects.get(alt="A heron")
    revise(by=cast.eve, post=post, words=post.source, pictures={heron.ref: "A heron"})
    with pytest.raises(DecisionRefused, match="taken a picture away"):
        decided(case, rule, step, by=cast.bel)
    assert Case.objects.get().is_open()


def test_a_moderator_chooses_it_on_the_page_and_reads_that_it_goes_as_a_whole(
    cast, post, door, case, rule
):
    client = cast.client(cast.bel)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "no part of a picture can be blacked out" in page
    chosen = {
        "seen_version": case.version,
        "outcomes": ["redact"],
        "marked": post.source,
        "pictures": [door.ref],
        "rule": rule.pk,
        "reason": "Her door.",
        "statement_to_author": "A picture shows somebody's door.",
        "statement_to_reporter": "It is gone.",
    }
    assert client.post(case.get_absolute_url(), chosen).status_code == 302
    assert words_of(post) == ("Look.", 1, False)


def test_where_there_is_none_nothing_is_said_of_pictures(cast, push, rule):
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    assert "Which pictures" not in page
    assert Post.objects.get(pk=push.pk).pictures_html == ""
