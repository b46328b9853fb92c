"""Pictures of a post that was reported, and that its author takes away."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forums.actions.conversation import reply, revise, withdraw
from forums.actions.images import KEPT_AFTER_DECISION, add_image, sweep_files, sweep_images
from forums.actions.reporting import report
from forums.choices import CaseState, Concern, Source
from forums.models import Case, Image, Report
from forums.queries.images import images_at_hand
from forums.queries.own_words import all_own_images
from tests.accounts.decoding import files

pytestmark = pytest.mark.django_db
KEPT = "Pictures that were there"


@pytest.fixture(autouse=True)
def with_images(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.circle.allows_images = True
    cast.circle.save()


@pytest.fixture
def post(cast, opening):
    upload = SimpleUploadedFile("a.jpg", files.talkative_jpeg())
    image = add_image(by=cast.ada, upload=upload, alt="A heron", circle=cast.circle).image
    return reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})


@pytest.fixture
def case(cast, post):
    report(by=cast.cy, subject=post, concern=Concern.IDENTIFIES)
    return Case.objects.get()


def take_away(how, cast, post):
    if how == "withdrawn":
        withdraw(by=cast.ada, post=post)
    else:
        revise(by=cast.ada, post=post, words="Do not look.", pictures={})


def picture(client, image):
    return client.get(image.get_absolute_url())


HOW = pytest.mark.parametrize("how", ["withdrawn", "changed"])


@HOW
def test_moderators_of_the_case_see_what_was_taken_away_and_nobody_else_does(
    cast, post, case, how, django_capture_on_commit_callbacks
):
    image = Image.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        take_away(how, cast, post)
    assert picture(cast.client(cast.bel), image).status_code == 200
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    assert KEPT in page
    assert f'<img src="{image.get_absolute_url()}" alt="A heron"' in page
    for client in (*map(cast.client, (cast.ada, cast.cy, cast.dov, cast.eve)), Client()):
        assert picture(client, image).status_code == 404
    topic = cast.client(cast.bel).get(post.topic.get_absolute_url()).content.decode()
    assert image.ref not in topic


@HOW
def test_its_author_cannot_show_it_again_nor_take_it_with_them(cast, post, case, opening, how):
    image = Image.objects.get()
    take_away(how, cast, post)
    assert not images_at_hand(cast.ada, post=post, with_new=True)
    assert not list(all_own_images(cast.ada))
    with pytest.raises(Exception, match="not here any more"):
        reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})


@HOW
def test_without_a_case_it_is_gone_at_once(cast, post, how, django_capture_on_commit_callbacks):
    name = Image.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        take_away(how, cast, post)
    assert not Image.objects.exists()
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    ("state", "days", "gone"),
    [
        (CaseState.OPEN, 400, False),
        (CaseState.APPEALED, 400, False),
        (CaseState.DECIDED, KEPT_AFTER_DECISION.days - 1, False),
        (CaseState.DECIDED, KEPT_AFTER_DECISION.days + 1, True),
        (CaseState.FINAL, 2, True),
    ],
)
def test_it_is_gone_when_the_case_is_over(
    cast, post, case, state, days, gone, django_capture_on_commit_callbacks
):
    name, now = Image.objects.get().file.name, timezone.now()
    take_away("withdrawn", cast, post)
    decided_at = None if state == CaseState.OPEN else now
    Case.objects.filter(pk=case.pk).update(state=state, decided_at=decided_at)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_images(now=now + timedelta(days=days)) == gone
    assert sweep_files(now=now + timedelta(days=days)) == 0
    assert Image.objects.exists() is default_storage.exists(name) is not gone


@pytest.mark.parametrize("looked_at", [False, True])
def test_what_only_waited_goes_where_nobody_has_looked_at_it(cast, post, case, looked_at):
    Report.objects.update(source=Source.HOLDING, reporter=None)
    Case.objects.update(looked_at=timezone.now() if looked_at else None)
    take_away("withdrawn", cast, post)
    assert Image.objects.exists() is looked_at


def test_a_case_without_such_pictures_says_nothing_of_them(cast, post, case):
    assert KEPT not in cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
