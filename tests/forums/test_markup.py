from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.markup import (
    ATTRIBUTES,
    LINK_REL,
    SCHEMES,
    TAGS,
    html_from_html,
    html_from_markdown,
    text_from_html,
)
from forums.validators import can_be_seen

# Text in which everything that a sanitiser is there for is likely.
pieces = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>",
        "<blockquote>", "</blockquote>", "<a href='https://far.example'>", "</a>", "<br />", "\n",
        "\n\n", " ", "<table><tr><td>", "</table>", "<h1 class='x'>", "</h1>", "<!--", "-->", "<",
        ">", "&", "&lt;", "&nbsp;", '"', "'", "<script>", "</script>", "<style>", "<svg>", "<math>",
        "<img src=x onerror=alert(1)>", "<img alt='<script>'>", "<a href='java\tscript:alert(1)'>",
        "<a href=\"data:text/html,x\">", "<iframe src='//far.example'>", "<plaintext>", "<form>",
        "<select>", "<template>", "<noscript>", "<p title=\"</p><script>\">", "[gallery]",
        "[caption id=1]", "[/caption]", "[video src=x]", "[/video]", "<!-- wp:paragraph -->",
        "[link](javascript:alert(1))", "![image](https://far.example/x.png)", "**", "`", "> ", "- ",
        "<abbr title='x\n\ny'>", "word", "\x00", "\u202e",
    ]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=4)).map("".join)


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("html_from", [html_from_html, html_from_markdown])
@given(source=texts)
def test_whatever_comes_in_only_harmless_html_goes_out(html_from, source):
    html = html_from(source)
    for tag, attributes in Elements(html).found:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if href := attributes.get("href"):
            assert attributes["rel"] == LINK_REL
            assert html_from is html_from_markdown or urlsplit(href).scheme in SCHEMES
            assert not href.lower().startswith("javascript")


@pytest.mark.parametrize("html_from", [html_from_html, html_from_markdown])
@given(source=texts)
def test_sanitising_once_more_changes_nothing(html_from, source):
    html = html_from(source)
    again = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL
    )
    assert again == html


@given(st.text(st.characters(exclude_categories=["C", "M"]).filter(can_be_seen) | st.just(" ")))
def test_plain_words_all_stay(words):
    written = words.replace("&", "&amp;").replace("<", "&lt;").replace("[", "(")
    read = text_from_html(html_from_html(written))
    assert read == " ".join(words.replace("[", "(").split())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One.<br>\nTwo.</p><p>Three.</p>"),
        ("One.\r\n\r\n \r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("<p>One.</p>\n<p>Two.</p>", "<p>One.</p>\n<p>Two.</p>"),
        ("One.<br />\nTwo.<br /><br />Three.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("<strong>One.\n\nTwo.</strong>",
         "<p><strong>One.</strong></p><p><strong>Two.</strong></p>"),
        ("<div>One.</div><div>Two.</div>", "<p>One.</p><p>Two.</p>"),
        ("Before\n<blockquote>One.\n\nTwo.</blockquote>\nAfter",
         "<p>Before</p><blockquote><p>One.</p><p>Two.</p></blockquote><p>After</p>"),
        ("<ul>\n\t<li>One</li>\n\t<li>Two</li>\n</ul>\nAfter",
         "<ul><li>One</li><li>Two</li></ul><p>After</p>"),
        ("<pre>one\n\n  two</pre>", "<pre>one\n\n  two</pre>"),
        ('<h2 class="big">One</h2>Two', "<h3>One</h3><p>Two</p>"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
         "<p>a b</p><p>c</p>"),
        ("<p>&nbsp;</p>One.<p></p>", "<p>One.</p>"),
        ("I <3 tea & toast", "<p>I &lt;3 tea &amp; toast</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)  # fmt: skip
def test_paragraphs_are_made_as_wordpress_makes_them(source, html):
    assert html_from_html(source) == html


def test_line_breaks_mean_nothing_where_the_block_editor_wrote():
    source = "<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n<!-- /wp:paragraph -->\n\n<p>Three.</p>"
    assert html_from_html(source) == "<p>One two.</p>\n<p>Three.</p>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('One. <img src="https://far.example/x.png" alt="A lake at dusk"> Two.',
         "One. A lake at dusk Two."),
        ('One. <img src="https://far.example/x.png" alt="IMG_2034"> Two.', "One. Two."),
        ('One. <img src="https://far.example/x.png" alt="lake-at-dusk.jpg"> Two.', "One. Two."),
        ('Well <img src="https://far.example/x.gif" alt=":-)" class="wp-smiley">', "Well :-)"),
        ('<img alt="&lt;script&gt;alert(1)&lt;/script&gt;">', "<script>alert(1)</script>"),
        ('[caption id="a" width="300"]<a href="https://far.example/l.jpg"><img src="x" alt=""></a>'
         " By the lake[/caption]\n\nOne.", "By the lake One."),
        ('One. [gallery ids="1,2"] [gallery] [embed]https://far.example/v[/embed]'
         ' [video src="x"][/video] [youtube=https://far.example/v] [audio https://far.example/a /]',
         "One."),
        ("[video of mine] [sic] [my galleries] [1]", "[video of mine] [sic] [my galleries] [1]"),
        ("<iframe src='https://far.example'>no frames</iframe>One.", "One."),
        ("<video>no video</video><object>no object</object>One.", "One."),
        ("<script>alert(1)</script><style>p {}</style>One.", "One."),
    ],
)  # fmt: skip
def test_nothing_is_left_that_would_load_from_elsewhere(source, words):
    html = html_from_html(source)
    assert text_from_html(html) == words
    assert "far.example" not in html


def test_links_stay_and_lead_nowhere_within_this_site():
    html = html_from_html(
        '<a href="https://far.example/?a=1&b=2" target="_blank" onclick="x()">one</a> '
        '<a href="/about">two</a> <a href="//far.example">three</a> <a href="#note">four</a> '
        '<a href="javascript:alert(1)">five</a>'
    )
    link = f'<a href="https://far.example/?a=1&amp;b=2" rel="{LINK_REL}">one</a>'
    assert html == f"<p>{link} two three four five</p>"


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b", "table><td", "div></p"])
def test_a_text_of_endless_depth_becomes_plain_words(tag):
    """The parser's work grows with the square of the depth: this would take minutes."""
    html = html_from_html(f"<{tag}>" * 20_000 + "One.")
    assert html == "<p> One.</p>"


def test_a_text_of_many_tags_that_are_not_deep_keeps_them():
    html = html_from_html("<p><b>One</b><br><li>" * 2_000)
    assert html.count("<b>") == 2_000


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>two<br>three</p><ul><li>four</li></ul>", "One two three four"),
        ("<b>T</b>ea &amp; toast&nbsp;&#8364; <em>now</em>", "Tea & toast € now"),
        ("", ""),
    ],
)
def test_the_words_alone(html, words):
    assert text_from_html(html) == words


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One *two*\nthree", "<p>One <em>two</em><br>\nthree</p>"),
        ("# One", "<h3>One</h3>"),
        ("<b>One</b>", "<p>&lt;b&gt;One&lt;/b&gt;</p>"),
        ("~~One~~", "<p><s>One</s></p>"),
        ("[one](https://far.example)",
         f'<p><a href="https://far.example" rel="{LINK_REL}">one</a></p>'),
        ("```\none\n\n two\n```", "<pre><code>one\n\n two\n</code></pre>"),
    ],
)  # fmt: skip
def test_markdown(source, html):
    assert html_from_markdown(source) == html


def test_an_image_in_markdown_is_never_fetched():
    assert "<img" not in html_from_markdown("![A lake](https://far.example/x.png)")
