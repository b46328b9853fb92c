"""Whatever somebody types to get a script, a stranger's address or a broken page into a post."""

# ruff: noqa: RUF001 (letters that can be taken for others)

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.markup import ATTRIBUTES, LINK_REL, TAGS, html_from_html, html_from_markdown

ALLOWED = {tag: ATTRIBUTES.get(tag, set()) for tag in TAGS} | {"a": {"href", "rel"}}
BOTH = pytest.mark.parametrize("html_from", [html_from_html, html_from_markdown])
# What browsers leave out of an address before they look at its scheme, or in front of it.
BLANKS = [
    "",
    "",
    "",
    "\t",
    "\n",
    "\r",
    " ",
    "\x00",
    "\x01",
    "\x0b",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u00ad",
]


class Parsed(HTMLParser):
    """What a browser would make of it; an address as it would be followed."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self.open = [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = unknown_decl = handle_pi = handle_comment


def assert_harmless(html):
    parsed = Parsed(html)
    assert not parsed.open
    for tag, attributes in parsed.tags:
        assert set(attributes) <= ALLOWED[tag]
        if "href" in attributes:
            followed = re.sub(r"[\x00-\x20]", "", unescape(attributes["href"]))
            assert re.match(r"https?://|mailto:", followed, re.IGNORECASE)
            assert attributes["rel"] == LINK_REL


@st.composite
def obfuscated(
    draw, schemes=("javascript", "data", "vbscript", "file", "blob", "JaVaScRiPt", "feed")
):
    """A scheme in mixed case, as entities, with blanks inside and in front."""
    written = draw(st.sampled_from(BLANKS))
    for letter in draw(st.sampled_from(schemes)) + ":":
        letter = draw(st.sampled_from([letter, letter.upper()]))
        forms = [
            letter,
            f"&#{ord(letter)};",
            f"&#x{ord(letter):X};",
            f"&#{ord(letter):07d}",
            f"%{ord(letter):02x}",
        ]
        written += draw(st.sampled_from(forms)) + draw(st.sampled_from(BLANKS))
    return written.replace(":", draw(st.sampled_from([":", "&colon;", "&#58;"]))) + "alert(1)//"


PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in sorted(TAGS)), *(f"</{tag}>" for tag in sorted(TAGS)),
        "<script>", "</script>", "<style>", "</style>", "<svg onload=x()>", "<math><mi href=x>",
        "<img src=x>",
        "<input autofocus onfocus=x()>", "<p style='position:fixed'>", "<p class=card id=main>",
        "<base href=//x>",
        "<form action=/leave/>", "<button formaction=x>", "<meta http-equiv=refresh>",
        "<link rel=stylesheet>",
        "<object data=x>", "<template>", "<noscript><p title='</noscript><img src=x>'>", "<!--",
        "-->", "--!>",
        "<![CDATA[", "]]>", "<!DOCTYPE x>", "<?php", "<a href=", "<a name=x>", "<a target=_blank ",
        "'", '"', "`", ">",
        "[a](", "[b]: ", "![c](", "<http://far.example>", "](", ")", "\n", "\n\n", "    ", "> ",
        "- ", "1. ", "# ",
        "```", "~~", "**", "_", "\\", "&", "&lt;", "&amp;lt;", "&#0;", "&#xD800;", "\x00", "\ud800",
        "\u202e", "\u2028",
        "\u2066", "\u200d", "\ufe0f", "e\u0301\u0301\u0301\u0301\u0301\u0301",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | obfuscated() | st.text(st.characters(), max_size=5), max_size=30).map(
    "".join
)


@BOTH
@given(source=TEXTS)
def test_only_what_is_allowed_comes_out(html_from, source):
    assert_harmless(html_from(source))


@BOTH
@given(source=TEXTS)
def test_what_came_out_comes_out_the_same_again(html_from, source):
    """Whatever reads a post's HTML and sanitises it again (a quote, a feed) finds it as it was."""
    html = html_from_html(html_from(source))
    assert_harmless(html)
    assert Parsed(html_from_html(html)).words.split() == Parsed(html).words.split()


@settings(max_examples=50)
@given(address=obfuscated())
@pytest.mark.parametrize(
    "around",
    ["[a]({})", "[a](<{}>)", "<{}>", "[a][b]\n\n[b]: {}", "[a][b]\n\n[b]: <{}> 'c'", "![a]({})",
     "<a href='{}'>a</a>", '<a href="{}">a</a>', "<a href={}>a</a>", "<a href=' {}'>a</a>"],
)  # fmt: skip
def test_no_scheme_but_those_of_links(around, address):
    for html_from in (html_from_html, html_from_markdown):
        html = html_from(around.format(address))
        assert_harmless(html)
        assert not re.search(r'<a [^>]*href="(?!https?://|mailto:)', html)


@pytest.mark.parametrize(
    "address",
    [
        "https://far.example/a?b=c&d=e#f",
        "http://far.example",
        "mailto:me@far.example",
        "HTTPS://FAR.EXAMPLE",
    ],
)
def test_links_of_the_common_kind_stay(address):
    for html in (
        html_from_markdown(f"[a]({address})"),
        html_from_html(f"<a href='{address}'>a</a>"),
    ):
        ((_, attributes),) = [each for each in Parsed(html).tags if each[0] == "a"]
        assert attributes["href"].lower().rstrip("/") == address.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/leave/",
        "//far.example",
        "?start=x",
        "#post-x",
        "c/x",
        "\\\\far.example",
        "https:far",
        "https:/leave/",
        "HTTPS:/leave/",
        "http:\\leave",
        "https:?start=x",
        "..",
    ],
)
def test_no_link_leads_within_this_site(address):
    """One could sign its reader out, or withdraw their post."""
    for html in (
        html_from_markdown(f"[a](<{address}>)"),
        html_from_html(f'<a href="{address}">a</a>'),
    ):
        links = [attributes.get("href", "") for tag, attributes in Parsed(html).tags if tag == "a"]
        assert not any(links)


DEEP = 10_000
MEGABYTE = 1_000_000
MONSTERS = {
    **{f"deep {each}": each * DEEP + "words" for each in (
        "> ", "- ", "1. ", "[", "![", "[a](", "*", "**a ", "~~a ", "`", "<", "<b>", "<div>",
        "<blockquote>", "<ul><li>", "<table><tr><td>", "<a href='https://far.example'>", "<svg>",
        "<p>", "<select>", "<template>", "<!--", "[gallery ", "[caption", "<pre>", "\u2067",
    )},
    **{f"long {each}": each * (MEGABYTE // len(each)) for each in (
        "word ", "\n\n", "[", "<", "&", "`", "a*b_", "https://far.example ", "\u200b\u202e",
        "\u0301", "\u2067", "\x00\ud800", "[gallery", "<b>x</b>", "</p>", "<img alt='x'>",
    )},
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("source", MONSTERS.values(), ids=MONSTERS)
def test_whatever_its_length_or_depth_it_is_rendered(html_from, source):
    html = html_from(source)
    assert not re.search(r"<(?!/?(?:" + "|".join(TAGS) + r")\b)", html)
    assert not re.search("[\u202a-\u202e\u200b\ud800\U000e0061]", html)


def test_markdown_that_is_longer_than_any_post_is_shown_as_it_was_typed():
    html = html_from_markdown("**a** <b>\n" * 10_000)
    assert html.startswith("<pre>**a** &lt;b&gt;\n**a**")
    assert_harmless(html)


@BOTH
def test_nothing_in_a_post_hides_or_reaches_out_of_it(html_from):
    html = html_from(
        "One &#x202E;two&#8203; th\u00adree\n\n\u2067four &shy;fi\u200bve e" + "\u0301" * 99
    )
    words = Parsed(html.replace("</p>", " </p>")).words.split()
    assert " ".join(words) == "One two three \u2067four five e\u0301\u0301\u0301\u0301\u2069"


@BOTH
@pytest.mark.parametrize(
    "words",
    [
        "می\u200cخواهم", "क्\u200dष", "\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u200fשלום 12\u200f",
        "བཀྲ་ཤིས། ཧཱུྃ", "ngu\u031bo\u031b\u0300i", "1\ufe0f\u20e3",
    ],
)  # fmt: skip
def test_what_people_write_in_their_language_stays_untouched(html_from, words):
    assert html_from(words) == f"<p>{words}</p>"
