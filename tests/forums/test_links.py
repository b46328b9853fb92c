import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forums.links import (
    MOST_MENTIONED,
    QUOTE,
    may_be_names,
    quoting,
    ref_in,
    refs_quoted,
    renamed,
    with_names,
    without,
    without_quotes,
)
from forums.markup import LINK_REL, html_from_html, html_from_markdown, quotes_in, written
from forums.validators import fold_name

ONE, TWO, THREE = "bcdfghjkmnpq", "23456789bcdf", "zxwvtsrqpnmk"
LEFT = "(no longer here)"

# Text in which quotes, and whatever could be taken for one, are likely.
pieces = st.sampled_from(
    [
        f"> [Wren](/p/{ONE}/)\n", f"> [Wren](/p/{ONE}/) ", f"> /p/{TWO}/\n",
        f"> > [Cy](/p/{TWO}/)\n", f">\t[Wren](/p/{ONE}/)\r\n", f"   > [Wren](/p/{ONE})\r",
        f"    > [Wren](/p/{ONE}/)\n", f"- > [Wren](/p/{ONE}/)\n", f"> - [Wren](/p/{ONE}/)\n",
        f"> # [Wren](/p/{ONE}/)\n", f"[Wren](/p/{ONE}/)\n", f"http://localhost:8000/p/{TWO}/",
        f"> [Wren\\]](/p/{ONE}/)\n", f"> <http://localhost:8000/p/{ONE}/>\n",
        f"> [`](/p/{ONE}/)\n", f"> **[Wren](/p/{ONE}/)**\n", f"> 1) > [Wren](/p/{ONE}/)\n",
        "> words\n", "> ", ">", "> > ", "lazy words\n", "\n", "\n\n", "\r\n", "\t", "    ", "- ",
        "1. ", "```\n", "> ```\n", "~~~\n", "---\n", "===\n", "# head\n", "*", "**", "`", "\\",
        "<figure>", '<figure class="quote">', "</figure>", "</blockquote>", "@Wren ", "<!--", "x",
    ]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize(
    "url", [f"/p/{ONE}/", f"/p/{ONE}", f"/p/{ONE}/#post-{ONE}", f"http://localhost:8000/p/{ONE}/"]
)
def test_an_address_of_a_post_is_known(url):
    assert ref_in(url) == ONE
    html = f'<p><a href="/p/{ONE}/">there</a></p>'
    assert html_from_markdown(f"[there]({url})") == html


@pytest.mark.parametrize(
    "url",
    [
        f"//localhost:8000/p/{ONE}/", f"https://far.example/p/{ONE}/", "/account/logout/",
        "/p/short/", f"/p/{ONE}/withdraw/", f"/p/{ONE}x", f"/P/{ONE}/", f"p/{ONE}/",
        f"/p/{ONE}/?next=/", f"http://localhost:8000.far.example/p/{ONE}/",
        f"http://localhost:8000@far.example/p/{ONE}/",
    ],
)  # fmt: skip
def test_any_other_address_is_none(url):
    assert not ref_in(url)
    for html in (html_from_markdown(f"[there]({url})"), html_from_html(f'<a href="{url}">x</a>')):
        assert 'href="/' not in html
        assert not re.search(r'href="[^"]*"(?! rel)', html)
    if url.startswith("https:"):
        assert LINK_REL in html_from_markdown(f"[there]({url})")


def test_a_bare_address_of_a_post_is_a_link_and_no_other_is():
    html = html_from_markdown(
        f"see http://localhost:8000/p/{ONE}/, or /p/{TWO}/. Not https://far.example/p/{THREE}/ "
        f"nor a/p/{THREE}/, `/p/{THREE}/`, /p/{THREE}/withdraw/"
    )
    assert re.findall(r'href="([^"]*)"', html) == [f"/p/{ONE}/", f"/p/{TWO}/"]
    assert f">http://localhost:8000/p/{ONE}/</a>, or" in html


def test_the_site_may_stand_anywhere(settings):
    settings.SITE_URL = "https://quiet.example"
    assert ref_in(f"https://quiet.example/p/{ONE}/") == ONE
    assert not ref_in(f"http://localhost:8000/p/{ONE}/")


# --- Quotes -----------------------------------------------------------------------------------


def test_a_quote_begins_with_a_link_to_a_post():
    source = f"> [Wren](/p/{ONE}/)\n>\n> The evenings.\nlazy\n\nMine."
    text = written(source, quotable={ONE})
    assert text.html == (
        f'<figure class="quote">\n<blockquote>\n<p><a href="/p/{ONE}/">Wren</a></p>\n'
        "<p>The evenings.<br>\nlazy</p>\n</blockquote>\n</figure>\n<p>Mine.</p>"
    )
    assert [quote.refs for quote in text.quotes] == [{ONE}]
    assert without(source, text.quotes, left=LEFT) == f"> {LEFT}\n\n\nMine."


@pytest.mark.parametrize(
    "source",
    [
        f"```\n> [Wren](/p/{ONE}/)\n> words\n```",
        f"    > [Wren](/p/{ONE}/)",
        f"- > [Wren](/p/{ONE}/)\n  > words",
        f"> words, then [Wren](/p/{ONE}/)",
        f"> [Wren](https://far.example/p/{ONE}/)",
        f"> ## [Wren](/p/{ONE}/)",
        f"> [Wren](/p/{ONE}/)\n> ---",
        f"> [Wren][1]\n\n[1]: /p/{ONE}/",
        f"\\> [Wren](/p/{ONE}/)",
    ],
)
def test_what_only_looks_like_a_quote_is_none(source):
    assert quotes_in(source) == ()
    assert "figure" not in written(source, quotable={ONE}).html


def test_a_quote_in_a_quote_goes_with_either():
    source = f"> [Wren](/p/{ONE}/)\n> > [Cy](/p/{TWO}/)\n> > deep\n>\n> near\n\nMine."
    html = written(source, quotable={ONE, TWO}).html
    assert refs_quoted(html) == {ONE, TWO}
    for ref in (ONE, TWO):
        assert without_quotes(html, {ref}) == "<p>Mine.</p>"
    assert without_quotes(html, {THREE}) == html


def test_of_two_quotes_one_may_go():
    source = f"> [Wren](/p/{ONE}/)\n> one\n\n> [Cy](/p/{TWO}/)\r\n> two\r\n\r\nMine."
    text = written(source, quotable={ONE, TWO})
    left = without_quotes(text.html, {ONE})
    assert ("one" in left, "two" in left, "Mine." in left) == (False, True, True)
    cut = without(source, text.quotes[:1], left=LEFT)
    assert "one" not in cut
    assert cut.endswith(f"> [Cy](/p/{TWO}/)\r\n> two\r\n\r\nMine.")


def test_what_may_not_be_quoted_is_a_blockquote_like_any_other():
    assert "figure" not in written(f"> [Wren](/p/{ONE}/)\n> words", quotable={TWO}).html


@given(texts)
@example(f"> # x\n> [Wren](/p/{ONE}/)\ntext")
@example(f"[x]\n> [Wren](/p/{ONE}/)\n    code")
def test_cutting_quotes_out_leaves_the_rest_as_it_was(source):
    quotes = quotes_in(source)
    html = written(source, quotable={ONE, TWO}).html
    cut = without(source, quotes, left=LEFT)
    assert not quotes_in(cut)
    line = f"<blockquote>\n<p>{LEFT}</p>\n</blockquote>"
    rest = re.sub(r'<figure class="quote">.*?</figure>', line, html, flags=re.DOTALL)
    assert written(cut).html == rest
    assert without(cut, quotes_in(cut), left=LEFT) == cut


@given(texts)
def test_what_is_cut_from_the_page_is_what_was_found_in_the_source(source):
    text = written(source, quotable={ONE, TWO})
    # Inside of a quote, a link that is written in another way is looked at as well.
    assert refs_quoted(text.html) >= {ref for quote in text.quotes for ref in quote.refs}
    assert text.html.count('<figure class="quote">') == text.html.count("</figure>")
    assert text.html.count("</figure>") == len(text.quotes)
    assert "figure" not in without_quotes(text.html, {ONE, TWO}).replace("&lt;figure", "").replace(
        "&lt;/figure", ""
    )
    assert text.quotes == quotes_in(source)


@given(texts)
def test_html_of_an_import_has_no_quotes_and_no_names(source):
    html = html_from_html(source)
    assert "<figure" not in html
    assert "<span" not in html


@given(texts, st.sampled_from(["Q*iet [River]", "W<r>en\\", "`a` _b_ @Wren", "1. > - x"]))
def test_a_quote_stands_under_the_name_of_today(source, name):
    named = with_names(source, quotes_in(source), {ONE: name})
    quotes = quotes_in(named)
    assert quotes == quotes_in(source)
    assert with_names(named, quotes, {ONE: name}) == named
    frames = "".join(QUOTE.findall(written(named, quotable={ONE, TWO}).html))
    heads = re.findall(rf'<blockquote>\s*<p><a href="/p/{ONE}/">(.*?)</a>', frames)
    assert {unescape(head) for head in heads} <= {name}


@given(texts)
def test_whatever_is_quoted_stays_inside_of_the_quote(words):
    source = quoting("Q*iet [River]", THREE, words) + "\n\nMine."
    html = written(source, quotable={THREE}).html
    assert html.startswith('<figure class="quote">')
    assert html.endswith("</figure>\n<p>Mine.</p>")
    assert html.count("<figure") == 1
    assert ">Q*iet [River]</a>" in html


# --- Names ------------------------------------------------------------------------------------

NAMES = {fold_name(name) for name in ("Wren", "Quiet", "Quiet River")}


def spoken_to(source):
    html = written(source, names=NAMES).html
    return re.findall(r'<span class="mention">(.*?)</span>', html)


@pytest.mark.parametrize(
    ("source", "spoken"),
    [
        ("Thank you, @Wren.", ["@Wren"]),
        ("@quiet river, and @QUIET!", ["@quiet river", "@QUIET"]),
        ("@Quiet rivers", ["@Quiet"]),
        ("(@Wren's words)", ["@Wren"]),
        ("@Wrench, a@Wren, @@Wren, @ Wren, @Wren_1", []),
        ("`@Wren` and \\@Wren", []),
        ("> @Wren said", []),
        ("*@Wren*", ["@Wren"]),
        ("@Quiet\nRiver", ["@Quiet"]),
        ("[@Wren](https://far.example)", ["@Wren"]),
        ("@Juniper", []),
    ],
)
def test_whoever_is_spoken_to_by_name(source, spoken):
    assert spoken_to(source) == spoken


def test_no_more_than_ten_are_spoken_to():
    names = [f"Bird{letter}" for letter in "abcdefghjkmn"]
    source = " ".join(f"@{name}" for name in names * 2)
    text = written(source, names=set(map(fold_name, names)))
    assert len(text.mentioned) == MOST_MENTIONED
    assert text.html.count("mention") == 2 * MOST_MENTIONED == 2 * (len(names) - 2)


def test_whatever_could_be_a_name_is_asked_for():
    assert {fold_name("Quiet"), fold_name("Quiet River")} <= may_be_names("hi @Quiet River there")
    assert not may_be_names("nobody@far.example, @ , @")


@given(st.text(alphabet="@Wrenquitv _.\n>*`", max_size=60))
def test_nobody_is_spoken_to_who_is_not_asked_for(source):
    assert set(written(source, names=NAMES).mentioned) <= may_be_names(source)


def test_a_name_that_was_left_goes():
    source = "@Wren and @wren, `@Wren`, @Wren Ley; not x@Wren or @Wrench"
    said = "@Wren Ley and @Wren Ley, `@Wren Ley`, @Wren Ley; not x@Wren or @Wrench"
    before = fold_name("Wren")
    assert renamed(source, before=before, name="Wren Ley") == said
    assert renamed(said, before=before, name="Wren Ley") == said


spoken = st.lists(
    st.sampled_from(["@Wren", "@wren", "@W.", "@Ley", " ", ".", "\n", "Ley", "W", "@", "x"])
).map("".join)


@given(spoken, st.sampled_from(["Wren Ley", "Ley", "Lyn W.", "W.", "(Wren)"]))
def test_doing_it_twice_changes_nothing(source, name):
    once = renamed(source, before=fold_name("Wren"), name=name)
    assert renamed(once, before=fold_name("Wren"), name=name) == once
