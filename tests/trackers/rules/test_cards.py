"""What came with the site, what the house has written over it, and who is shown which."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf.locale import LANG_INFO
from hypothesis import given
from hypothesis import strategies as st

from accounts.countries import names_of_countries
from trackers.choices import CardAction, CardKind, CardPlace, ChannelKind
from trackers.models import Card
from trackers.rules.cards import (
    MOST_AT_ONCE,
    chosen,
    helpful,
    kept_variants,
    languages_of,
    overlaid,
    why_not_write,
)
from trackers.rules.challenge import LENGTH
from trackers.rules.checks import door_of, step_of, why_not_take
from trackers.shipped import Piece, Variant, shipped

LANGUAGES = ("en", "de", "fr")
CHECKS = [piece.key for piece in shipped() if piece.kind == CardKind.CHECK]

some_pieces = st.lists(
    st.builds(
        Piece,
        kind=st.just("card"),
        key=st.sampled_from(["a", "b", "c"]),
        language=st.sampled_from(LANGUAGES),
        country=st.sampled_from(["", "GB", "AT"]),
        title=st.sampled_from(["Rain", "Sun"]),
        place=st.integers(0, 9),
        places=st.sampled_from([(), ("today",), ("doors",), ("today", "doors")]),
        channels=st.sampled_from([(), ("phone",), ("friend",), ("phone", "friend")]),
        is_on=st.booleans(),
    ),
    max_size=12,
)


def of(kind):
    return [piece for piece in shipped() if piece.kind == kind]


# --- What comes with the site -----------------------------------------------------------------


@pytest.mark.parametrize("piece", shipped(), ids=lambda piece: " ".join(piece.identity))
def test_whatever_is_shipped_could_be_written_here_as_well(piece):
    assert why_not_write(piece, is_taken=False, checks=CHECKS) is None
    assert piece.language in LANG_INFO
    assert piece.country in {"", *names_of_countries()}
    assert piece.checked_on is None or piece.checked_on <= date(2026, 11, 21)
    for field in Card._meta.fields:
        if field.max_length:
            assert len(str(getattr(piece, field.name, ""))) <= field.max_length


@pytest.mark.parametrize("piece", shipped(), ids=lambda piece: " ".join(piece.identity))
def test_the_words_are_ours(piece):
    said = " ".join([piece.title, piece.body, piece.step, *sum(piece.variants, ())]).lower()
    assert "!" not in said
    for word in ("victim", "survivor", "narcissist", "he or she", "his or her"):
        assert word not in said


def test_nothing_is_shipped_twice_and_no_two_have_one_address():
    pieces = shipped()
    assert len({piece.identity for piece in pieces}) == len(pieces)
    assert len({piece.ref for piece in pieces}) == len(pieces)
    names = {(piece.kind, piece.key) for piece in pieces}
    assert len({piece.page_ref for piece in pieces}) == len(names)


def test_an_address_says_nothing():
    for piece in shipped():
        assert len(piece.page_ref) == 12
        assert set(piece.page_ref + piece.ref) <= set("0123456789abcdef")


def test_what_the_design_names_is_there():
    assert {piece.key for piece in of("card") if not piece.country} >= {
        "at-the-door",
        "got-through",
        "what-to-expect",
        "unknown-numbers",
        "mutual-friends",
        "money-and-things",
        "need-for-answers",
        "stories-about-me",
        "why",
        "children-or-court",
        "police-or-order",
    }
    assert {piece.key for piece in of("card") if piece.opens_fast} == {
        "at-the-door",
        "got-through",
    }
    assert {piece.group for piece in of("question")} == {piece.key for piece in of("check")}


def test_every_card_ends_in_something_to_do_and_law_says_where_it_was_read():
    for piece in of("card"):
        assert piece.action
        assert bool(piece.source) == bool(piece.country)
        assert piece.checked_on


def test_there_is_a_small_thing_for_each_of_the_thirty_days():
    assert [piece.key for piece in of("prompt")] == [str(n) for n in range(1, LENGTH + 1)]
    assert len({piece.body for piece in of("prompt")}) == LENGTH


@pytest.mark.parametrize("place", CardPlace)
def test_every_place_has_a_card_but_those_that_lists_do_without(place):
    offered = helpful(chosen(shipped(), languages=["en"], country=""), place=place)
    without = {CardPlace.HELPERS, CardPlace.PLACES}
    assert bool(offered) == (place not in without)


# --- One over the other -----------------------------------------------------------------------


@given(some_pieces, some_pieces)
def test_what_the_house_writes_stands_in_the_place_of_what_came(came, written):
    found = {piece.identity: piece for piece in overlaid(came, written)}
    last_written = {piece.identity: piece for piece in written}
    last_came = {piece.identity: piece for piece in came}
    assert found == last_came | last_written
    assert len(found) == len(overlaid(came, written))


@given(some_pieces, st.permutations(LANGUAGES), st.sampled_from(["", "GB", "AT", "NZ"]))
def test_somebody_is_shown_their_dearest_language_and_their_country(pieces, languages, country):
    pieces = overlaid(pieces, [])
    for card in chosen(pieces, languages=languages, country=country):
        assert card.everywhere is None or card.everywhere.country == ""
        assert card.here is None or card.here.country == country != ""
        for part in card.parts:
            assert part.is_on
            better = languages[: languages.index(part.language)]
            assert not [
                piece
                for piece in pieces
                if (piece.key, piece.country) == (part.key, part.country)
                and piece.language in better
                and piece.is_on
            ]


@given(some_pieces, st.sampled_from(["", "GB", "AT"]))
def test_each_card_is_there_once_and_none_is_forgotten(pieces, country):
    pieces = overlaid(pieces, [])
    keys = [card.head.key for card in chosen(pieces, languages=LANGUAGES, country=country)]
    assert len(keys) == len(set(keys))
    assert set(keys) == {
        piece.key for piece in pieces if piece.is_on and piece.country in ("", country)
    }


@given(some_pieces)
def test_whoever_reads_none_of_its_languages_is_not_shown_it(pieces):
    assert chosen(pieces, languages=["eo"], country="GB") == []


@given(some_pieces, st.sampled_from(["", "phone", "friend"]))
def test_a_page_offers_three_at_most_and_what_fits_best_first(pieces, channel):
    cards = chosen(overlaid(pieces, []), languages=LANGUAGES, country="GB")
    found = helpful(cards * 2, place="doors", channel=channel)
    assert len(found) <= MOST_AT_ONCE
    assert all("doors" in card.places for card in found)
    if channel:
        fits = [channel in card.channels for card in found]
        assert fits == sorted(fits, reverse=True)
        assert all(not card.channels or channel in card.channels for card in found)


def test_each_language_is_followed_by_the_one_it_is_a_kind_of():
    assert languages_of(["de-AT", "en-gb", "*"]) == ["de-at", "de", "en-gb", "en"]
    assert languages_of([]) == ["en"]


# --- What may be written ----------------------------------------------------------------------

CARD = Piece(kind="card", key="rain", title="Rain", body="Take a coat.", action="log")
QUESTION = Piece(
    kind="question", key="rain", group=CHECKS[0], title="Does it rain?", body="So?", step="A coat"
)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        (replace(CARD, key="Rain & sun"), "small letters"),
        (replace(CARD, title="  "), "title"),
        (replace(CARD, body=" \n"), "no words"),
        (replace(CARD, body="x" * 6001), "6000 characters"),
        (replace(CARD, variants=(Variant("Some", ""),)), "a name and a text"),
        (replace(CARD, variants=(Variant("Some", "x" * 6001),)), "6000 characters"),
        (replace(CARD, source="javascript:alert(1)"), "address on the web"),
        (replace(CARD, action=""), "something that one can do"),
        (replace(CARD, action="elsewhere"), "something that one can do"),
        (replace(CARD, places=("nowhere",)), "closest"),
        (replace(CARD, channels=("dove",)), "closest"),
        (replace(CARD, also=("elsewhere",)), "closest"),
        (replace(QUESTION, group="other"), "self-check"),
        (replace(QUESTION, step=" "), "what a yes becomes"),
        (Piece(kind="prompt", key="31", body="x"), "from 1 to 30"),
        (Piece(kind="prompt", key="one", body="x"), "from 1 to 30"),
    ],
)
def test_what_would_not_work_is_said(piece, said):
    assert said in (why_not_write(piece, is_taken=False, checks=CHECKS) or "")


def test_what_works_works_and_a_name_is_there_once():
    for piece in (CARD, QUESTION, Piece(kind="prompt", key="30", body="x")):
        assert why_not_write(piece, is_taken=False, checks=CHECKS) is None
    assert "already" in (why_not_write(CARD, is_taken=True) or "")


def test_what_was_left_empty_is_no_way_of_seeing_it():
    assert kept_variants([("", " "), ("Some", "say")]) == (Variant("Some", "say"),)


# --- What a yes becomes -----------------------------------------------------------------------


@pytest.mark.parametrize("question", of("question"), ids=lambda question: question.key)
def test_a_yes_is_a_door_or_a_step(question):
    door = door_of(question)
    assert step_of(question).text == question.step
    if question.channels:
        assert door is not None
        assert (door.kind, door.label) == (question.channels[0], question.step)
        assert door.kind in ChannelKind.values
    else:
        assert door is None


def test_nothing_chosen_is_nothing_to_take_up():
    assert why_not_take([])
    assert why_not_take([QUESTION]) is None


def test_all_actions_have_words():
    assert all(str(action.label) for action in CardAction)
