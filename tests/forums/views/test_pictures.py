import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.actions.circles import part
from forums.actions.conversation import reply, withdraw
from forums.actions.images import add_image
from forums.choices import Reading
from forums.models import Block, Image, Persona, Post, Topic
from tests.accounts.decoding import files

pytestmark = pytest.mark.django_db
NOT_THERE = "23456789bcdf"


@pytest.fixture(autouse=True)
def with_images(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.circle.allows_images = True
    cast.circle.save()


def a_file(content=None, name="IMG_2041.jpg"):
    return SimpleUploadedFile(name, files.talkative_jpeg() if content is None else content)


@pytest.fixture
def image(cast):
    return add_image(by=cast.ada, upload=a_file(), alt="A heron", circle=cast.circle).image


@pytest.fixture
def post(cast, opening, image):
    return reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})


@pytest.fixture
def write(cast, opening):
    """ada answers in her browser."""

    def write(**typed):
        url = reverse("forums:reply", args=[opening.ref])
        return cast.client(cast.ada).post(url, {"words": "Look.", **typed})

    return write


def shown_in_preview(html):
    preview = html.partition('aria-label="Preview"')[2].partition("</section>")[0]
    return re.findall(r'<img src="([^"]*)"', preview)


def get(client, image):
    return client.get(reverse("forums:image", args=[image.ref]))


def hide(post):
    Post.objects.filter(pk=post.pk).update(hidden_at="2026-01-01T00:00Z")


def test_a_preview_of_a_topic_shows_what_will_stand_below_it_and_nothing_else(cast, image):
    other = add_image(by=cast.ada, upload=a_file(), alt="", circle=cast.circle).image
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    typed = {"title": "Evenings", "words": "Long.", "preview": ""}
    typed |= {f"alt_{image.ref}": 'A "grey" heron', f"alt_{other.ref}": ""}
    chosen = typed | {f"show_{image.ref}": "on"}
    html = cast.client(cast.ada).post(url, chosen).content.decode()
    assert shown_in_preview(html) == [f"/i/{image.ref}/"]
    assert 'alt="A &quot;grey&quot; heron"' in html
    assert shown_in_preview(cast.client(cast.ada).post(url, typed).content.decode()) == []
    # Of one that has no words yet it says so, and shows it all the same.
    html = cast.client(cast.ada).post(url, typed | {f"show_{other.ref}": "on"}).content.decode()
    assert shown_in_preview(html) == [f"/i/{other.ref}/"]
    assert "so that nobody is left out" in html
    image.refresh_from_db()
    assert (image.alt, image.post) == ("A heron", None)


def test_a_preview_of_a_change_shows_the_pictures_that_stay(cast, post, image):
    url = reverse("forums:revise", args=[post.ref])
    typed = {"words": "Look.", "preview": "", f"alt_{image.ref}": "A heron"}
    html = cast.client(cast.ada).post(url, typed | {f"show_{image.ref}": "on"}).content.decode()
    assert shown_in_preview(html) == [f"/i/{image.ref}/"]
    assert shown_in_preview(cast.client(cast.ada).post(url, typed).content.decode()) == []


# --- Adding -------------------------------------------------------------------------------------


def test_an_answer_can_bring_a_picture_along_in_one_go(cast, write, opening):
    page = write(picture=a_file(), picture_alt="A heron")
    assert page.status_code == 302
    said = Post.objects.get(parent=opening)
    image = said.images.get()
    assert image.alt == "A heron"
    html = cast.client(cast.cy).get(said.topic.get_absolute_url()).content.decode()
    assert f'<img src="/i/{image.ref}/" alt="A heron"' in html


def test_a_preview_takes_it_in_and_shows_it_and_sends_nothing(cast, write, opening):
    page = write(picture=a_file(), picture_alt="A heron", preview="")
    image = Image.objects.get()
    html = page.content.decode()
    assert page.status_code == 200
    assert not Post.objects.filter(parent=opening).exists()
    assert f'src="/i/{image.ref}/"' in html
    assert shown_in_preview(html) == [f"/i/{image.ref}/"]
    assert re.search(rf'name="show_{image.ref}"[^>]*checked', html)
    assert re.search(rf'name="alt_{image.ref}"[^>]*value="A heron"', html)
    assert not re.search(r'name="picture_alt"[^>]*value="A heron"', html)
    page = write(**{f"show_{image.ref}": "on", f"alt_{image.ref}": "A grey heron"})
    assert page.status_code == 302
    assert Post.objects.get(parent=opening).images.get().alt == "A grey heron"


@pytest.mark.parametrize(
    "typed",
    [{"words": ""}, {"words": "x" * 30_000}, {"picture_alt": ""}],
    ids=["no words", "too many words", "not described"],
)
def test_a_picture_is_not_lost_with_an_error(write, opening, typed):
    page = write(**{"picture": a_file(), "picture_alt": "A heron"} | typed)
    assert page.status_code == 422
    assert not Post.objects.filter(parent=opening).exists()
    image = Image.objects.get()
    assert re.search(rf'name="show_{image.ref}"[^>]*checked', page.content.decode())


def test_words_are_not_lost_with_a_refused_picture(write, opening):
    page = write(picture=a_file(b"%PDF-1.7", "heron.jpg"), picture_alt="A heron")
    html = page.content.decode()
    assert page.status_code == 422
    assert "not a picture that can be shown here" in html
    assert "Look.</textarea>" in html.replace("\n", "")
    assert re.search(r'name="picture_alt"[^>]*value="A heron"', html)
    assert not Post.objects.filter(parent=opening).exists()


def test_a_file_that_is_too_large_gets_a_sentence(write, settings, opening):
    settings.PICTURE_MAX_BYTES, settings.PICTURE_MAX_MB = 1024 * 1024, 1
    page = write(picture=a_file(b"\0" * 3 * 1024 * 1024), picture_alt="A heron")
    assert page.status_code == 422
    assert "This file is larger than 1 MB" in page.content.decode()
    assert not Image.objects.exists()


def test_what_was_added_and_not_posted_is_offered_again_anywhere(cast, image, topic):
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    html = cast.client(cast.ada).get(url).content.decode()
    assert f'src="/i/{image.ref}/"' in html
    assert not re.search(rf'name="show_{image.ref}"[^>]*checked', html)
    assert image.ref not in cast.client(cast.cy).get(url).content.decode()


def test_a_topic_opens_with_a_picture(cast):
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    typed = {"title": "Day ten", "words": "Look.", "picture": a_file(), "picture_alt": "A heron"}
    assert cast.client(cast.ada).post(url, typed).status_code == 302
    assert Topic.objects.get(title="Day ten").posts.get().images.count() == 1


def test_what_moves_is_told_of(cast, write):
    page = write(picture=a_file(files.moving("GIF")), picture_alt="A heron", preview="")
    assert "only its first moment is kept" in page.content.decode()


def test_where_posts_are_words_alone_there_is_no_field_and_no_way(cast, write, opening):
    cast.circle.allows_images = False
    cast.circle.save()
    url = reverse("forums:reply", args=[opening.ref])
    html = cast.client(cast.ada).get(url).content.decode()
    assert 'type="file"' not in html
    assert "multipart" not in html
    assert write(picture=a_file(), picture_alt="A heron").status_code == 302
    assert not Image.objects.exists()


def test_more_files_than_one_are_not_even_read(write):
    assert write(picture=[a_file(), a_file()], picture_alt="A heron").status_code == 400
    assert not Image.objects.exists()


# --- Changing -----------------------------------------------------------------------------------


def change(cast, post, **typed):
    url = reverse("forums:revise", args=[post.ref])
    page = cast.client(cast.ada).post(url, {"words": "Look.", **typed})
    post.refresh_from_db()
    return page


def test_a_picture_can_be_taken_out_again(cast, post, image):
    url = reverse("forums:revise", args=[post.ref])
    html = cast.client(cast.ada).get(url).content.decode()
    assert re.search(rf'name="show_{image.ref}"[^>]*checked', html)
    change(cast, post, **{f"alt_{image.ref}": "A heron"})
    assert post.pictures_html == ""
    assert not Image.objects.exists()


def test_what_can_be_seen_can_be_said_better(cast, post, image):
    change(cast, post, **{f"show_{image.ref}": "on", f"alt_{image.ref}": "A grey heron"})
    assert 'alt="A grey heron"' in post.pictures_html


def test_a_page_that_knows_nothing_of_a_picture_takes_none_away(cast, post, image):
    change(cast, post, words="Look again.")
    assert post.html == "<p>Look again.</p>"
    assert post.images.get() == image


# --- Who may look -------------------------------------------------------------------------------


def test_whoever_may_read_the_post_may_look(cast, post, image):
    for reader in (cast.ada, cast.bel, cast.cy, cast.dov):
        page = get(cast.client(reader), image)
        assert page.status_code == 200
        assert b"".join(page).startswith(b"RIFF")


def test_it_is_a_picture_and_can_be_nothing_else_and_stays_nowhere(cast, post, image):
    page = get(cast.client(cast.cy), image)
    assert page["Content-Type"] == "image/webp"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    assert page["Content-Disposition"] == 'inline; filename="picture.webp"'
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]


def test_pages_show_no_pictures_but_our_own(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "img-src 'self';" in f"{policy};"


@pytest.mark.parametrize(
    "why", ["signed out", "closed", "not posted", "hidden", "withdrawn", "blocked", "no file"]
)
def test_whoever_may_not_meets_nothing_at_all(cast, opening, image, why):
    asking = cast.client(cast.cy)
    if why != "not posted":
        post = reply(by=cast.ada, parent=opening, words="Look.", pictures={image.ref: "A heron"})
    if why == "signed out":
        asking = Client()
    elif why == "closed":
        asking = cast.client(cast.dov)
        cast.circle.reading = Reading.CLOSED
        cast.circle.save()
    elif why == "hidden":
        hide(post)
    elif why == "withdrawn":
        withdraw(by=cast.ada, post=post)
    elif why == "blocked":
        wren, marlow = (Persona.objects.get(owner=user) for user in (cast.ada, cast.cy))
        Block.objects.create(by=wren, persona=marlow)
    elif why == "no file":
        image.file.storage.delete(image.file.name)
    missing = asking.get(reverse("forums:image", args=[NOT_THERE]))
    page = get(asking, image)
    assert page.status_code == missing.status_code == 404
    nonce = rb'nonce="[^"]*"'
    token = rb'name="csrfmiddlewaretoken" value="[^"]*"'
    clean = [re.sub(nonce + b"|" + token, b"", each.content) for each in (page, missing)]
    assert clean[0].replace(image.ref.encode(), NOT_THERE.encode()) == clean[1]


def test_of_a_hidden_post_its_author_and_the_moderators_still_see_it(cast, post, image):
    hide(post)
    assert get(cast.client(cast.ada), image).status_code == 200
    assert get(cast.client(cast.bel), image).status_code == 200


def test_what_is_not_posted_is_for_whoever_added_it(cast, image):
    assert get(cast.client(cast.ada), image).status_code == 200
    assert get(cast.client(cast.bel), image).status_code == 404
    assert get(Client(), image).status_code == 404


def test_whoever_left_a_closed_circle_does_not_see_its_pictures(cast, post, image):
    cast.circle.reading = Reading.CLOSED
    cast.circle.save()
    assert get(cast.client(cast.cy), image).status_code == 200
    part(by=cast.cy, circle=cast.circle)
    assert get(cast.client(cast.cy), image).status_code == 404


def test_a_hidden_posts_pictures_are_on_nobody_elses_page(cast, post, image):
    hide(post)
    url = post.topic.get_absolute_url()
    assert image.ref not in cast.client(cast.cy).get(url).content.decode()
    assert image.ref in cast.client(cast.ada).get(url).content.decode()


def test_a_feed_has_words_alone(cast, client):
    cast.circle.reading = Reading.ANYONE
    cast.circle.save()
    url = reverse("forums:new_topic", args=[cast.circle.ref])
    typed = {"title": "Day ten", "words": "Look.", "picture": a_file(), "picture_alt": "A heron"}
    cast.client(cast.ada).post(url, typed)
    feed = client.get(reverse("forums:feed", args=[cast.circle.ref])).content.decode()
    assert "Look." in feed
    assert "/i/" not in feed
    assert "img" not in feed


@pytest.mark.parametrize("number", [1, 3])
def test_pictures_cost_a_page_nothing(cast, opening, number, django_assert_num_queries):
    url = opening.topic.get_absolute_url()
    client = cast.client(cast.cy)
    client.get(url)
    without = queries_of(client, url)
    for n in range(number):
        image = add_image(by=cast.ada, upload=a_file(), alt="A heron", circle=cast.circle).image
        reply(by=cast.ada, parent=opening, words=f"Look {n}.", pictures={image.ref: "A heron"})
    client.get(url)
    with django_assert_num_queries(without):
        html = client.get(url).content.decode()
    assert html.count("<figure>") == number


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
