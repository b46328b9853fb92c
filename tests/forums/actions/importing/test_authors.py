import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.circles import choose_persona
from forums.models import Persona, Post, Trail
from tests.forums.actions.importing.bring import bring, bring_file, everything
from tests.forums.wordpress.wxr import comment, data, item

pytestmark = pytest.mark.django_db


def test_every_author_gets_a_persona_that_nobody_owns():
    bring(
        item(
            1,
            comment(5, author="Mo", email="mo@mail.example"),
            comment(6, author="Moritz", email=" MO@mail.example", date_gmt="2019-02-02 00:00:00"),
            comment(7, author="Mo", email="other@mail.example"),
            comment(8, author="Mo", email=""),
            comment(9, author="MO", email=""),
            comment(10, author="", email="shy@mail.example"),
            comment(11, author="someone@mail.example", email="someone@mail.example"),
        )
    )
    assert set(Persona.objects.values_list("name", flat=True)) == {
        "ivy", "Mo", "Mo 2", "Mo 3", "Anonymous", "Anonymous 2",
    }  # fmt: skip
    assert not Persona.objects.exclude(owner=None).exists()
    assert Persona.objects.get(name="Mo").posts.count() == 2
    assert Persona.objects.get(name="Mo 3").posts.count() == 2


def test_the_earliest_name_of_an_author_counts():
    bring(
        item(
            1,
            comment(5, author="Later", date_gmt="2019-03-01 00:00:00"),
            comment(6, author="Earlier", date_gmt="2019-02-01 00:00:00"),
        )
    )
    assert {post.author.name for post in Post.objects.filter(depth=1)} == {"Earlier"}


def test_an_author_who_comes_again_is_the_same_persona():
    bring(item(1, comment(5)))
    bring(item(1, comment(5, author="Renamed")), site="https://mornings.example")
    assert Post.objects.filter(depth=1, author=Persona.objects.get(name="Mo")).count() == 2


def test_a_name_that_a_member_has_gets_a_number(cast):
    bring(item(1, comment(5, author="WREN")))
    assert cast.ada.personas.get().name == "Wren"
    assert Post.objects.get(depth=1).author.name == "WREN 2"


def test_a_name_that_is_taken_while_the_import_runs_gets_a_number(cast, monkeypatch):
    """Between looking which names are free and writing them, a member may be faster."""
    from forums.actions import imported_authors

    look, faster = imported_authors._names_taken, []

    def look_and_be_late(wanted):
        taken = look(wanted)
        if "Mo" in wanted and not faster:
            faster.append(choose_persona(by=cast.ada, name="Mo"))
        return taken

    monkeypatch.setattr(imported_authors, "_names_taken", look_and_be_late)
    bring(item(1, comment(5, author="Mo")))
    assert Post.objects.get(source="An answer.").author.name == "Mo 2"


def test_many_of_one_name_all_get_one():
    authors = [comment(n, author="Anon", email=f"{n}@mail.example") for n in range(1, 301)]
    bring(item(1, *authors[:150]))
    bring(item(1, *authors))
    names = Persona.objects.filter(name_folded__startswith="anon").values_list("name", flat=True)
    assert set(names) == {"Anon"} | {f"Anon {n}" for n in range(2, 301)}


def test_one_more_of_a_name_that_many_have_costs_little():
    many = [comment(n, author="Anon", email=f"{n}@mail.example") for n in range(1, 101)]
    bring(item(1, *many))
    one_more = comment(101, author="Anon", email="101@mail.example")
    with CaptureQueriesContext(connection) as queries:
        bring(item(1, *many, one_more))
    assert Post.objects.get(import_key__isnull=False, author__name="Anon 101").depth == 1
    assert len(queries) < 30


def test_a_name_that_changes_with_what_follows_it_is_no_trap():
    """Cut after the "e", the name of the three folds to something else than its beginning."""
    name = "x" * 31 + "e\u0301"
    for number in range(1, 4):
        bring(item(number, comment(number, author=name, email=f"{number}@mail.example")))
    names = Persona.objects.filter(name__startswith="xxx").values_list("name", flat=True)
    assert set(names) == {name, f"{name} 2", f"{name} 3"}


def test_only_those_whose_words_came_get_a_persona():
    bring(
        item(1, comment(5, author="Spam", email="spam@mail.example", approved="spam")),
        item(2, comment(6, author="Hidden", email="hidden@mail.example"), status="private"),
    )
    assert list(Persona.objects.values_list("name", flat=True)) == ["ivy"]


def test_neither_address_is_stored_anywhere():
    bring_file(data("version-1.2.xml"))
    stored = str(everything()) + str(list(Trail.objects.values()))
    assert "Under the spam" in stored
    for trace in ("mail.example", "198.51.100.7", "visited.example"):
        assert trace not in stored
