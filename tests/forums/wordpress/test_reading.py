import io
import subprocess
import sys
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings

from forums.wordpress import BrokenExport, NotAnExport, read_export
from tests.forums.wordpress.wxr import comment, data, item, wxr


def articles_of(text):
    return list(read_export(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def test_version_1_0():
    [tea] = read_export(data("version-1.0.xml"))
    assert tea.title == "Tea\xa0& toast"
    assert tea.html == "First the kettle.\n\nThen the window."
    assert (tea.kind, tea.status, tea.is_locked) == ("post", "publish", False)
    assert tea.written_at == datetime(2010, 2, 6, 7, 30, tzinfo=UTC)
    assert tea.author.name == "Nell"
    [oats] = tea.comments
    assert (oats.id, oats.parent_id, oats.kind, oats.approved) == ("31", "", "comment", "1")
    assert (oats.author.name, oats.author.identity) == ("Hanna", "hanna@mail.example")
    assert oats.html == "Mine is oats & milk."
    assert oats.said_at == datetime(2010, 2, 6, 9, 0, tzinfo=UTC)


def test_version_1_1():
    [about] = read_export(data("version-1.1.xml"))
    assert about.kind == "page"
    # Its date in GMT is "0000-00-00", so the other one counts.
    assert about.written_at == datetime(2011, 5, 1, 12, 0, tzinfo=UTC)
    # The sign-in name is not for showing; the address makes her one with the commenter.
    assert (about.author.name, about.author.identity) == ("Nell", "nell@mail.example")
    assert about.comments[0].author == about.author
    assert about.comments[0].said_at is None


def test_version_1_2():
    articles = list(read_export(data("version-1.2.xml")))
    assert [article.title for article in articles[:2]] == ["The long evenings", "Still writing"]
    assert [article.status for article in articles if article.kind == "post"] == [
        "publish", "draft", "private", "future", "pending", "trash", "publish",
    ]  # fmt: skip
    assert [article.is_locked for article in articles].index(True) == 6
    kinds = [each.kind for each in articles[0].comments]
    assert kinds.count("comment") == 11
    assert {"pingback", "trackback"} < set(kinds)
    assert {each.approved for each in articles[0].comments} == {"0", "1", "spam", "trash"}


def test_addresses_of_commenters_are_nowhere_in_what_is_read():
    [_name, *rest] = read_export(data("version-1.2.xml"))
    said = repr([_name, *rest])
    assert "198.51.100.7" not in said
    assert "visited.example" not in said
    assert "mail.example" not in said


@pytest.mark.parametrize(
    "uri",
    ["http://wordpress.org/export/1.0/", "https://wordpress.org/export/1.2", None],
)
def test_the_namespace_may_be_any_version_or_be_missing(uri):
    declared = f'xmlns:wp="{uri}"' if uri else ""
    text = wxr(item(1, comment(5))).replace('xmlns:wp="http://wordpress.org/export/1.2/"', declared)
    [article] = articles_of(text)
    assert article.status == "publish"
    assert [each.id for each in article.comments] == ["5"]


def test_what_is_missing_has_a_plain_default():
    [article] = articles_of(wxr("<item><title>Bare</title></item>"))
    assert (article.status, article.kind, article.html) == ("publish", "post", "")
    assert article.written_at is None
    assert article.author.name == ""


def test_a_comment_without_a_number_has_the_same_one_each_time():
    bare = [comment("", "One."), comment("", "Two.")]
    [first] = articles_of(wxr(item(1, *bare)))
    [again] = articles_of(wxr(item(1, *reversed(bare))))
    assert len({each.id for each in first.comments}) == 2
    assert {each.id for each in first.comments} == {each.id for each in again.comments}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"post_date_gmt": "2019-01-01 19:00:00"}, datetime(2019, 1, 1, 19, tzinfo=UTC)),
        ({"post_date_gmt": "2019-01-01T19:00:00+02:00"}, datetime(2019, 1, 1, 17, tzinfo=UTC)),
        (
            {"post_date_gmt": "0000-00-00 00:00:00", "post_date": "2019-01-02 08:00:00"},
            datetime(2019, 1, 2, 8, tzinfo=UTC),
        ),
        ({"post_date_gmt": "-0001-11-30 00:00:00"}, None),
        ({"post_date_gmt": "0001-01-01 00:00:00"}, None),
        ({"post_date_gmt": "9999-12-31T23:59:59-23:00"}, None),
        ({"post_date_gmt": "yesterday"}, None),
        ({"post_date_gmt": None}, None),
    ],
)
def test_dates(fields, expected):
    [article] = articles_of(wxr(item(1, **fields)))
    assert article.written_at == expected


def test_the_date_of_the_feed_is_the_last_resort():
    text = wxr(item(1, post_date_gmt=None)).replace(
        "<item>", "<item><pubDate>Sat, 06 Feb 2010 08:30:00 +0100</pubDate>"
    )
    assert articles_of(text)[0].written_at == datetime(2010, 2, 6, 7, 30, tzinfo=UTC)


def identities(*articles, **of_the_file):
    return [article.identity for article in articles_of(wxr(*articles, **of_the_file))]


def test_an_article_is_known_by_its_address_and_number():
    [one, two] = identities(item(1), item(2))
    assert one != two
    assert identities(item(1, title="Renamed", post_date_gmt="2020-01-01 00:00:00")) == [one]
    assert identities(item(1), site="http://www.Evenings.example/") == [one]
    assert identities(item(1), site="https://mornings.example") != [one]


def test_an_article_of_a_file_without_address_is_known_by_title_number_and_date():
    one = identities(item(1), site="")
    assert identities(item(1, words="Other words."), site="") == one
    assert identities(item(1), site="", title="Mornings") != one
    assert identities(item(1, post_date_gmt="2020-01-01 00:00:00"), site="") != one


def test_an_author_without_a_real_address_is_known_by_name_on_that_site():
    def author(name, email, **of_the_file):
        [article] = articles_of(wxr(item(1, comment(1, author=name, email=email)), **of_the_file))
        return article.comments[0].author.identity

    assert author("Mo", "") == author(" MO ", "") == author("Mo", "none")
    assert author("Mo", "") != author("Jo", "")
    assert author("Mo", "") != author("Mo", "", site="https://mornings.example")
    assert author("Mo", "mo@mail.example") == author("Jo", " MO@mail.example ")


def test_what_stands_behind_the_end_is_not_read():
    assert len(articles_of(wxr(item(1)) + "\n<br />Warning: memory exhausted")) == 1


@pytest.mark.parametrize("name", ["cut-off.xml", "damaged.xml"])
def test_what_stands_before_a_break_is_read(name):
    articles = read_export(data(name))
    whole = next(articles)
    assert (whole.title, len(whole.comments)) == ("Whole", 1)
    with pytest.raises(BrokenExport):
        next(articles)


def test_a_break_is_told_with_its_line():
    with pytest.raises(BrokenExport, match="ends in the middle, at line 68"):
        list(read_export(data("cut-off.xml")))
    with pytest.raises(BrokenExport, match="damaged at line 58"):
        list(read_export(data("damaged.xml")))


@pytest.mark.parametrize("end", range(400, 4000, 97))
def test_wherever_a_file_is_cut_off_it_is_told(end):
    with data("hundred-deep.xml") as whole, pytest.raises(BrokenExport):
        articles_of(whole.read(end))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \n\n ", "This file is empty."),
        (b"PK\x03\x04\x14\x00", "Unpack it first"),
        (b"\x1f\x8b\x08\x00", "Unpack it first"),
        (b'{"version": 1}', "not a WordPress export"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "not a WordPress export"),
        (b"<rss version='2.0'><channel><title>Cut o", "not a WordPress export"),
        (b"<html xmlns:wp='http://wordpress.org/export/1.2/'></html>", "not a WordPress export"),
        (b"\x00\x01\x02\xff\xfe" * 100, "not a WordPress export"),
    ],
)
def test_what_is_no_export_is_told_by_what_it_is(raw, sentence):
    with pytest.raises(NotAnExport, match=sentence):
        articles_of(raw)


def test_a_feed_is_no_export():
    with pytest.raises(NotAnExport):
        list(read_export(data("feed.xml")))


@pytest.mark.parametrize("name", ["entity-bomb.xml", "entity-bomb-of-parameters.xml"])
def test_a_file_that_declares_entities_is_not_read(name):
    with pytest.raises(NotAnExport, match="DOCTYPE"):
        list(read_export(data(name)))


def test_a_document_type_is_found_however_far_back_it_stands():
    with data("entity-bomb.xml") as bomb:
        text = bomb.read().decode()
    far_back = text.replace("<!DOCTYPE", f"<!-- {'-x' * 100_000} --><!DOCTYPE")
    with pytest.raises(NotAnExport):
        articles_of(far_back)


def test_a_text_of_more_than_ten_megabytes_is_read():
    [article] = articles_of(wxr(item(1, words="x" * 11_000_000)))
    assert len(article.html) == 11_000_000


class Endless(io.RawIOBase):
    """An export that goes on and on, and counts what was read of it."""

    def __init__(self):
        self.count = 0
        self.rest = wxr(item(1)).partition("</channel>")[0].encode()

    def read(self, size=-1):
        while len(self.rest) < size:
            self.rest += item(2, comment(3)).encode()
        text, self.rest = self.rest[:size], self.rest[size:]
        self.count += len(text)
        return text


def test_no_more_is_read_than_the_articles_need():
    endless = Endless()
    assert len(list(islice(read_export(endless), 3))) == 3
    assert endless.count < 100_000


class Failing(Endless):
    """A disk that stops answering after so many bytes."""

    def __init__(self, good):
        super().__init__()
        self.good = good

    def read(self, size=-1):
        if self.count >= self.good:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_file_that_cannot_be_read_on_is_told():
    articles = read_export(Failing(good=100_000))
    assert next(articles).title == "Article 1"
    with pytest.raises(BrokenExport, match="Input/output error"):
        list(articles)
    with pytest.raises(NotAnExport, match="Input/output error"):
        list(read_export(Failing(good=0)))


PEAK = """
import re, sys
from itertools import islice
from forums.wordpress import read_export
from tests.forums.wordpress.test_reading import Endless
for _article in islice(read_export(Endless()), int(sys.argv[1])):
    pass
print(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory used")
def test_memory_does_not_grow_with_the_file():
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", PEAK, count], cwd=settings.BASE_DIR))
        for count in ("500", "20000")
    )
    # In kilobytes. The second file has 20 MB, and its tree would take 40 more.
    assert many - few < 5_000
