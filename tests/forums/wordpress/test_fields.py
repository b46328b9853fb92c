import io

import pytest

from forums.wordpress import read_export, same_mailbox
from forums.wordpress.fields import encoded_once, plain, written
from tests.forums.wordpress.wxr import comment, item, wxr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it&amp;#8217;s", "it&#8217;s"),
        ("Tea &amp;amp; toast", "Tea &amp; toast"),
        ("Tea &amp;amp;amp; toast", "Tea &amp; toast"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("caf&amp;eacute; &amp;hellip;", "caf&eacute; &hellip;"),
        ("Tea &amp; toast", "Tea &amp; toast"),
        ("fish &amp;chips; and salt &amp copy;", "fish &amp;chips; and salt &amp copy;"),
    ],
)
def test_what_was_encoded_twice_is_encoded_once(text, expected):
    assert encoded_once(text) == expected


def test_a_name_that_was_encoded_twice_is_a_name():
    assert plain("Tom &amp;amp; Ana&amp;#8217;s") == "Tom & Ana\u2019s"


def test_a_picture_that_is_written_out_in_the_text_is_not_kept():
    picture = "data:image/png;base64," + "QUJD" * 500_000
    html = f'Before <img alt="a lake" src="{picture}"/> after <img src=\'{picture}\'>'
    assert written(html) == 'Before <img alt="a lake" src=""/> after <img src=\'\'>'
    [article] = read_export(io.BytesIO(wxr(item(1, comment(5, html), words=html)).encode()))
    assert len(article.html) < 100
    assert len(article.comments[0].html) < 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@mail.example", " ADA@Mail.Example "),
        ("ada.b@gmail.com", "A.Dab@googlemail.com"),
        ("ada+blog@gmail.com", "ada@gmail.com"),
    ],
)
def test_spellings_of_one_mailbox(one, other):
    assert same_mailbox(one) == same_mailbox(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Elsewhere a dot may make another mailbox, which may be another person's.
        ("ada.b@mail.example", "adab@mail.example"),
        ("ada+blog@mail.example", "ada@mail.example"),
        ("ada@gmail.com", "ada@gmail.com.example"),
        ("ada@mail.example", "eve@mail.example"),
    ],
)
def test_mailboxes_that_are_two(one, other):
    assert same_mailbox(one) != same_mailbox(other)


def identity(site, title="Evenings", *, guid=""):
    """Under what the article is known of a site whose export names this guid."""
    text = wxr(item(1), site=site, title=title).replace("<item>", f"<item><guid>{guid}</guid>")
    [article] = read_export(io.BytesIO(text.encode()))
    return article.identity


@pytest.mark.parametrize(
    "private",
    ["http://localhost/?p=1", "http://localhost:8888/x/?p=1", "http://127.0.0.1/?p=1",
     "http://blog.local/?p=1", "http://[::1]:80/?p=1"],
)  # fmt: skip
def test_two_sites_that_were_begun_on_a_machine_of_their_own_do_not_mix(private):
    one = identity("https://evenings.example", guid=private)
    assert one != identity("https://mornings.example", guid=private)
    assert one == identity("http://www.evenings.example/", guid=private)
    # Where the site has no other address either, its title tells.
    assert identity(private, "Evenings", guid=private) != identity(private, "Noon", guid=private)


def test_a_public_address_stays_the_same_when_the_site_moves():
    guid = "https://old.example/?p=1"
    one = identity("https://old.example", guid=guid)
    assert one == identity("https://new.example", guid=guid)
