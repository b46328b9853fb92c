# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)
"""Whatever somebody types: nothing is found beside it, nothing hangs, nothing breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forums.screen import Kept, crisis_in, details_in, hash_of, phrases, plain, words_of

REGIONS = ["US", "GB", "DE", "FR", "ES", "IT", "NL", "CH", "IE", "AT"]
KEPT = [
    Kept("x", hash_of(words_of(text), owner=1), count, 1)
    for text, count in [("a b", 2), ("0171", 1)]
]
PIECES = [
    "0171 234", "+49", "00", "(", ")", "-", ".", "@", "a@b", ".com", "www.", "http://", "[", "]",
    "14 Harbour ", "Straße 5", "rue de", "AB12", "CDE", "plate", "52.12345,", "///a.b.c", "°",
    "i want", " to die", "er ", "will ", "\"", "“", "> ", "\n", " ", "\u200b", "\u0301", "é", "ß",
    "٣", "０", "𝟎", "0️⃣", "ﬁ", "½", "@Wren", "insta: ", "x_9", "ا", "\u202e", "\x00",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)


@settings(deadline=None)
@given(TEXTS)
def test_what_is_found_is_in_the_text_and_in_one_place_only(text):
    end = 0
    for found in details_in(text, regions=REGIONS, kept=KEPT):
        assert end <= found.start < found.end <= len(text)
        end = found.end
    if crisis := crisis_in(text):
        assert 0 <= crisis.start < crisis.end <= len(text)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_made_plain_knows_the_way_back(text):
    read = plain(text)
    for word in read.words:
        start, end = read.span(word.start, word.end)
        assert 0 <= start < end <= len(text)
        assert read.text[word.start : word.end].casefold() == word.text
    assert plain(read.text).text == read.text


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_what_somebody_never_wants_to_show_is_found_in_any_text(before, after):
    text = f"{before}\nHarbour Lane\n{after}"
    kept = Kept("street", hash_of(["harbour", "lane"], owner=1), 2, 1)
    found = [text[each.start : each.end] for each in details_in(text, kept=[kept])]
    assert any(part.endswith("Harbour Lane") for part in found)


@settings(deadline=None)
@given(TEXTS)
def test_words_find_themselves(text):
    read = plain(text)
    watched = text.replace("\n", " ").replace("\r", " ").replace("*", " ")
    if plain(watched).words and len(watched.splitlines()) == 1:
        assert list(phrases(watched).found_in(read))
