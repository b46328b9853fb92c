import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from forums.actions.circles import part
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.images import add_image, sweep_files, sweep_images
from forums.models import Image, Post, Revision, Trail
from forums.refusals import ImageRefused
from forums.rules import MOST_PICTURES, MOST_PICTURES_A_DAY
from forums.tasks import sweep_left_over_images
from tests.accounts.decoding import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_images(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.circle.allows_images = True
    cast.circle.save()


@pytest.fixture
def add(cast):
    def add(by=None, alt="A heron by the water", file=None, name="heron.jpg"):
        file = files.talkative_jpeg() if file is None else file
        upload = SimpleUploadedFile(name, file, content_type="image/jpeg")
        return add_image(by=by or cast.ada, upload=upload, alt=alt, circle=cast.circle).image

    return add


def stored(folder) -> list[Path]:
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def shown(*images: Image) -> dict[str, str]:
    return {image.ref: image.alt for image in images}


# --- Taking in ----------------------------------------------------------------------------------


def test_what_is_kept_is_written_anew_under_a_name_by_chance(cast, add, tmp_path):
    image = add()
    (file,) = stored(tmp_path)
    assert (image.owner, image.post, image.width, image.height) == (cast.ada, None, 60, 40)
    assert file.read_bytes().startswith(b"RIFF")
    assert files.CANARY not in file.read_bytes()
    assert "heron" not in str(file)
    assert image.ref not in str(file)
    assert file.stat().st_mode & 0o077 == 0
    assert Trail.objects.get(subject_ref=image.ref).verb == "add_image"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "nothing in this file"),
        (b"<svg/>", "not a picture that can be shown"),
        (files.bomb(50_000, 50_000), "too large to open"),
        (files.cut_off(), "damaged or cut off"),
        (files.heic(), "only some phones"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(add, tmp_path, file, says):
    with pytest.raises(ImageRefused, match=says):
        add(file=file)
    assert not Image.objects.exists()
    assert stored(tmp_path) == []


def test_a_file_that_is_too_large_is_not_even_opened(add, settings):
    settings.PICTURE_MAX_BYTES, settings.PICTURE_MAX_MB = 100, 0
    with pytest.raises(ImageRefused, match="larger than 0 MB"):
        add()


def test_only_where_the_circle_allows_it(cast, add):
    cast.circle.allows_images = False
    cast.circle.save()
    with pytest.raises(ImageRefused, match="words alone"):
        add()


def test_only_for_whoever_may_write_there(cast, add):
    with pytest.raises(ImageRefused, match="Join this circle"):
        add(by=cast.dov)


def test_there_is_a_number_that_is_enough_for_a_day(cast, add):
    Image.objects.bulk_create(
        Image(owner=cast.ada, width=1, height=1) for _ in range(MOST_PICTURES_A_DAY)
    )
    with pytest.raises(ImageRefused, match="many pictures today"):
        add()
    assert add(by=cast.cy)


# --- Showing ------------------------------------------------------------------------------------


def test_pictures_stand_below_the_words_with_what_can_be_seen(cast, add, opening):
    image = add(alt='A "heron" <by> the water')
    post = reply(by=cast.ada, parent=opening, words="Look.", pictures=shown(image))
    post.refresh_from_db()
    assert post.images.get() == image
    assert "<img" not in post.html
    assert post.pictures_html == (
        f'<div class="pictures"><figure><img src="/i/{image.ref}/" '
        'alt="A &quot;heron&quot; &lt;by&gt; the water" width="60" height="40" loading="lazy" '
        'decoding="async"></figure></div>'
    )


def test_a_topic_can_open_with_a_picture(cast, add):
    image = add()
    topic = open_topic(
        by=cast.ada, circle=cast.circle, title="Day ten", words="Look.", pictures=shown(image)
    )
    assert image.ref in topic.posts.get(parent=None).pictures_html


@pytest.mark.parametrize("whose", ["ada's, posted", "cy's", "nobody's"])
def test_nobody_posts_what_is_not_theirs_or_posted_already(cast, add, opening, whose):
    image = add(by=cast.cy if whose == "cy's" else cast.ada)
    if whose == "ada's, posted":
        reply(by=cast.ada, parent=opening, words="First.", pictures=shown(image))
    if whose == "nobody's":
        image.delete()
    before = Post.objects.count()
    with pytest.raises(ImageRefused, match="not here any more"):
        reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})
    assert Post.objects.count() == before


def test_a_picture_without_words_for_it_is_not_posted(cast, add, opening):
    image = add(alt="")
    with pytest.raises(ImageRefused, match="what can be seen"):
        reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "  "})
    assert Image.objects.get().post is None
    assert reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})
    assert Image.objects.get().alt == "A heron"


def test_there_is_a_number_that_is_enough_for_a_post(cast, add, opening):
    images = [add() for _ in range(MOST_PICTURES + 1)]
    with pytest.raises(ImageRefused, match="can have 4 pictures"):
        reply(by=cast.ada, parent=opening, words="Look.", pictures=shown(*images))


def test_not_where_the_circle_has_ended_it_in_the_meantime(cast, add, opening):
    image = add()
    cast.circle.allows_images = False
    cast.circle.save()
    with pytest.raises(ImageRefused, match="words alone"):
        reply(by=cast.ada, parent=opening, words="Look.", pictures=shown(image))


# --- Changing and withdrawing ---------------------------------------------------------------------


@pytest.fixture
def post(cast, add, opening):
    return reply(by=cast.ada, parent=opening, words="Look.", pictures=shown(add(), add(alt="Two")))


def test_a_change_can_take_a_picture_out(cast, post, tmp_path, django_capture_on_commit_callbacks):
    first, second = post.images.order_by("id")
    with django_capture_on_commit_callbacks(execute=True):
        post = revise(by=cast.ada, post=post, words="Look.", pictures=shown(second))
    assert list(post.images.all()) == [second]
    assert first.ref not in post.pictures_html
    assert [default_storage.path(second.file.name)] == [str(file) for file in stored(tmp_path)]
    assert post.edited_at
    assert not Revision.objects.exists()


def test_a_change_of_words_keeps_the_pictures(cast, post):
    before = post.pictures_html
    post = revise(by=cast.ada, post=post, words="Look again.")
    assert post.pictures_html == before
    assert post.images.count() == 2
    assert "<img" not in Revision.objects.get().html


def test_a_change_that_changes_nothing_leaves_no_mark(cast, post):
    post = revise(by=cast.ada, post=post, words="Look.", pictures=shown(*post.images.all()))
    assert post.edited_at is None


def test_pictures_stay_where_the_circle_takes_no_new_ones(cast, post):
    cast.circle.allows_images = False
    cast.circle.save()
    post = revise(by=cast.ada, post=post, words="More.", pictures=shown(*post.images.all()))
    assert post.pictures_html.count("<img") == 2


def test_withdrawing_takes_the_pictures_along(
    cast, post, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post = withdraw(by=cast.ada, post=post)
    post.refresh_from_db()
    assert post.pictures_html == ""
    assert not Image.objects.exists()
    assert stored(tmp_path) == []


def test_a_withdrawal_that_does_not_come_through_removes_no_file(cast, post, tmp_path):
    withdraw(by=cast.ada, post=post)
    # The test's transaction never ends, so nothing is certain yet.
    assert len(stored(tmp_path)) == 2


def test_whoever_leaves_the_circle_can_still_withdraw(
    cast, post, tmp_path, django_capture_on_commit_callbacks
):
    part(by=cast.ada, circle=cast.circle)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(by=cast.ada, post=post)
    assert stored(tmp_path) == []


# --- Sweeping -------------------------------------------------------------------------------------


def test_what_was_not_posted_is_swept_after_a_day(
    add, post, tmp_path, django_capture_on_commit_callbacks
):
    old, new = add(), add()
    Image.objects.exclude(pk=new.pk).update(added_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_images(now=timezone.now()) == 1
    assert not Image.objects.filter(pk=old.pk).exists()
    assert Image.objects.count() == len(stored(tmp_path)) == 3


def test_files_to_which_nothing_leads_are_swept_too(cast, add, tmp_path):
    kept, lost, young = add(), add(), add()
    Image.objects.exclude(pk=kept.pk).delete()
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for image in (kept, lost):
        os.utime(image.file.path, (yesterday, yesterday))
    assert sweep_files(now=timezone.now()) == 1
    assert {str(file) for file in stored(tmp_path)} == {kept.file.path, young.file.path}


def test_the_task_sweeps_all_there_is(cast):
    long_ago = timezone.now() - timedelta(days=3)
    Image.objects.bulk_create(
        Image(owner=cast.ada, width=1, height=1, file=f"images/{n}.webp", added_at=long_ago)
        for n in range(130)
    )
    assert sweep_left_over_images() == 130
    assert not Image.objects.exists()


def test_the_clock_rings_it():
    from config.celery import app

    assert app.conf.beat_schedule["sweep-images"]["task"] == "forums.sweep_images"
    assert sweep_left_over_images.name == "forums.sweep_images"


def test_the_database_refuses_a_withdrawn_post_with_pictures(cast, post):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="withdrawn_pictures_are_gone"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(withdrawn_at=timezone.now(), source="", html="")
    assert not connection.needs_rollback
