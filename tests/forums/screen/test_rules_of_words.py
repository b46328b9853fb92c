# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)
"""Words and patterns that an operator watches for, links, and the same said again."""

import pytest

from forums.screen import how_often, links_out, patterns_in, phrases, plain, why_not_pattern


def found(places, text):
    read = plain(text)
    return [text[slice(*read.span(start, end))] for start, end in places(read)]


@pytest.mark.parametrize(
    ("watched", "text", "parts"),
    [
        ("miracle cure", "A Miracle-Cure, they say", ["Miracle-Cure"]),
        ("don't ever", "Don’t ever call", ["Don’t ever"]),
        ("stalk*", "stalks and STALKER, not a beanstalk", ["stalks", "STALKER"]),
        ("silly", "s1lly", ["s1lly"]),
        ("stalker", "ѕtаlkеr", ["ѕtаlkеr"]),
        ("stalker", "ｓｔａｌｋｅｒ", ["ｓｔａｌｋｅｒ"]),
        ("stalker", "st\u200balker", ["st\u200balker"]),
        ("über", "Uber", ["Uber"]),
        ("corn", "go to shop.com", []),
        ("ill", "pills, still, 111", []),
        ("one\n\n two ", "two, one", ["two", "one"]),
    ],
)
def test_words_are_found_whole_and_in_disguise(watched, text, parts):
    assert found(phrases(watched).found_in, text) == parts


def test_a_list_of_nothing_finds_nothing():
    assert phrases(" \n * \n").is_empty()
    assert found(phrases("").found_in, "anything") == []


@pytest.mark.parametrize(
    ("pattern", "text", "parts"),
    [
        (r"\bpay ?pal\b", "My PayPal and pay pal", ["PayPal", "pay pal"]),
        (r"\d{4}", "1234 ٥٦٧٨", ["1234", "٥٦٧٨"]),
        (r"\pL+!", "Привет! né!", ["Привет!", "né!"]),
    ],
)
def test_patterns_are_found_in_what_is_seen(pattern, text, parts):
    assert found(lambda read: patterns_in(read, pattern), text) == parts


@pytest.mark.parametrize(
    "pattern",
    ["(", "(?=a)", r"(a)\1", "(x{1000}){1000}", "a*", "", "é", "a" * 301, r"(?:\pL{500}){2}"],
)
def test_what_could_hang_or_finds_everything_is_refused_with_a_sentence(pattern):
    assert len(why_not_pattern(pattern)) > 20


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "(?:a?){90}a{90}"])
def test_what_hangs_other_engines_is_only_a_pattern_here(pattern):
    assert why_not_pattern(pattern) is None
    # With any engine that tries one way after the other this would not end before the sun does.
    list(patterns_in(plain("a" * 20_000), pattern))


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("see https://Shop.Example/buy?x=1.", ["shop.example"]),
        ("www.shop.com, and shop.co.uk/a", ["shop.com", "shop.co.uk"]),
        ("[here](https://shop.example)", ["shop.example"]),
        ("https://here.example/p/abc/", []),
        ("e.g. this, and so on.But no link", []),
        ("jo@mail.com", []),
        ("http://[::1", []),
    ],
)
def test_links_lead_elsewhere(text, hosts):
    assert [host for *_, host in links_out(plain(text), own_host="here.example")] == hosts


def test_the_same_again_may_differ_a_little():
    said = "Come and look at my page, I help people like you every single day for little money"
    nearly = "Come and look at my page! I help people like you every single day, for no money"
    other = "I was at the sea today and it was cold, but the light was beautiful to look at"
    assert how_often(said, [said, nearly, other]) == 2
    # What is short is said by many, and honestly.
    assert how_often("Thank you so much", ["Thank you so much"]) == 0
