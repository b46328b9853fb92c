import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.models import Persona
from forums.validators import fold_name, why_not_legible
from forums.wordpress import fit_name, free_names, stem

# Among them letters that fold to many, and numbers of digits that are not ASCII.
names = st.text(st.sampled_from("Aa b2<>/\u00a0ßﬃ﷽İ٣\u0301\u200d\u202e@.♥é")) | st.text()


def longest(field):
    return Persona._meta.get_field(field).max_length


@pytest.mark.parametrize(
    ("written", "fitted"),
    [
        ("Anna", "Anna"),
        ("  Anna \t Lee\n", "Anna Lee"),
        ("A\u200dnn\u202ea", "Anna"),
        ("anna@mail.example", ""),
        ("Anna (anna@mail.example)", "Anna"),
        ("https://anna.example/about", ""),
        ("Anna www.anna.example", "Anna"),
        ('<b onclick="x()">Anna</b> <3', "Anna <3"),
        ("***", ""),
        ("", ""),
        ("♥ Anna ♥", "♥ Anna ♥"),
        ("x" * 50, "x" * 40),
        ("Anna " * 10, "Anna Anna Anna Anna Anna Anna Anna Anna"),
    ],
)
def test_a_name_is_made_fit(written, fitted):
    assert fit_name(written) == fitted


@given(names)
def test_a_name_that_was_made_fit_can_be_a_personas(written):
    name = fit_name(written)
    assert len(name) <= longest("name")
    assert len(fold_name(name)) <= longest("name_folded")
    if name:
        assert not why_not_legible(name)
    assert not re.search(r"\S@\S", name)


def test_a_name_that_somebody_has_gets_the_next_number():
    assert free_names(["Anna", "Bo", "anna", "ANNA"], taken={"anna", "anna3"}) == [
        "Anna 2",
        "Bo",
        "anna 4",
        "ANNA 5",
    ]


@given(st.lists(names.map(fit_name).filter(bool)), st.sets(names.map(fold_name)))
def test_free_names_are_free_and_fit(wanted, taken):
    chosen = free_names(wanted, taken=taken)
    folded = [fold_name(name) for name in chosen]
    assert len(set(folded)) == len(wanted)
    assert not taken & set(folded)
    assert all(len(name) <= longest("name") for name in chosen)
    assert all(len(name) <= longest("name_folded") for name in folded)


@pytest.mark.parametrize("name", ["Anna", "x" * 40, "ab " * 13 + "z", "ﬃ" * 26])
def test_the_stem_begins_all_names_that_a_number_makes_of_it(name):
    names = free_names([name] * 2000, taken=())
    assert len({fold_name(each) for each in names}) == 2000
    assert all(fold_name(each).startswith(fold_name(stem(name))) for each in names)
