"""The small lists."""

import re

import pytest

from trackers.forms.shelves import SHELVES
from trackers.models import Belonging, Reason, ReasonContents
from trackers.rules.shelves import MOST_ON_A_SHELF
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

FIRST_FIELD = {
    "reasons": "text",
    "instead": "text",
    "helpers": "name",
    "places": "where",
    "handovers": "what",
    "things": "what",
    "steps": "text",
}
ALSO = {"handovers": {"when": "2026-03-01"}}


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def put(browser, slug, text, **more):
    return browser.post(
        f"/own/lists/{slug}/new/", {FIRST_FIELD[slug]: text} | ALSO.get(slug, {}) | more
    )


def order(browser, slug):
    return re.findall(
        r'id="item-[^>]*>\s*<h2><a[^>]*>(.*?)</a>', page(browser, f"/own/lists/{slug}/")
    )


def addresses(browser, slug):
    return re.findall(
        rf'href="(/own/lists/{slug}/[0-9a-f-]{{36}}/)"', page(browser, f"/own/lists/{slug}/")
    )


def test_each_has_a_field_to_begin_with_here():
    assert SHELVES.keys() == FIRST_FIELD.keys()


@pytest.mark.parametrize("slug", SHELVES)
def test_something_is_put_changed_and_thrown_away(at_home, slug):
    assert str(SHELVES[slug].empty) in page(at_home, f"/own/lists/{slug}/")
    assert put(at_home, slug, "First of all").status_code == 302
    assert order(at_home, slug) == ["First of all"]
    (url,) = addresses(at_home, slug)
    assert "First of all" in page(at_home, url)
    at_home.post(url, {FIRST_FIELD[slug]: "Said better"} | ALSO.get(slug, {}))
    assert order(at_home, slug) == ["Said better"]
    at_home.post(f"{url}dispose/", {"answer": "keep"})
    assert order(at_home, slug) == ["Said better"]
    at_home.post(f"{url}dispose/", {"answer": "dispose"})
    assert order(at_home, slug) == []


@pytest.mark.parametrize("slug", SHELVES)
def test_nothing_is_not_put(at_home, slug):
    assert put(at_home, slug, "   ").status_code == 422
    assert put(at_home, slug, "x" * 5001).status_code == 422
    assert order(at_home, slug) == []


def test_what_is_chosen_is_told_in_words(at_home):
    put(at_home, "helpers", "Mo", roles=["post", "call"], code_word="post", words="kind")
    html = page(at_home, "/own/lists/helpers/")
    assert "opens my post, can be called when it is hard" in html
    # What somebody typed is never taken for one of our words.
    assert "<p>post</p>" in html
    put(at_home, "things", "The coat", fate="legal")
    assert "Needed for a legal matter" in page(at_home, "/own/lists/things/")


def test_the_order_is_its_owners(at_home):
    for text in ("one", "two", "three"):
        put(at_home, "instead", text)
    assert order(at_home, "instead") == ["one", "two", "three"]
    last = addresses(at_home, "instead")[-1]
    at_home.post(f"{last}up/")
    assert order(at_home, "instead") == ["one", "three", "two"]
    at_home.post(f"{last}up/")
    at_home.post(f"{last}up/")
    assert order(at_home, "instead") == ["three", "one", "two"]
    put(at_home, "instead", "four")
    assert order(at_home, "instead")[-1] == "four"


def test_changing_keeps_the_place_and_what_a_newer_version_wrote(at_home, ada, vault):
    put(at_home, "reasons", "one")
    put(at_home, "reasons", "two")
    url = addresses(at_home, "reasons")[0]
    with rows_of(ada.pk):
        row = Reason.objects.get(pk=url.split("/")[-2])
        known = vault.open(row, ReasonContents)
        vault.seal_into(
            row, ReasonContents(text=known.text, place=known.place, newer={"colour": "blue"})
        )
        row.save()
    at_home.post(url, {"text": "one, said better"})
    assert order(at_home, "reasons") == ["one, said better", "two"]
    with rows_of(ada.pk):
        row.refresh_from_db()
    assert vault.open(row, ReasonContents).newer == {"colour": "blue"}


def test_pressing_twice_adds_one(at_home):
    given = re.search(r'name="item" value="([^"]+)"', page(at_home, "/own/lists/things/new/"))[1]
    for _twice in range(2):
        put(at_home, "things", "The coat", item=given)
    assert order(at_home, "things") == ["The coat"]


def test_a_shelf_that_is_not_there(at_home):
    assert at_home.get("/own/lists/nothing/").status_code == 404
    assert at_home.get("/own/lists/nothing/new/").status_code == 404


def test_a_damaged_thing_stands_last_and_takes_none_with_it(at_home, ada):
    put(at_home, "things", "The coat")
    put(at_home, "things", "The key")
    with rows_of(ada.pk):
        Belonging.objects.filter(pk=addresses(at_home, "things")[0].split("/")[-2]).update(
            sealed=b"x"
        )
    html = page(at_home, "/own/lists/things/")
    assert html.index("The key") < html.index("cannot be opened")
    assert "cannot be opened" in page(at_home, addresses(at_home, "things")[-1])


def test_a_full_one_says_so(at_home, ada, vault):
    from datetime import date

    from trackers.actions.shelves import put_on_shelf

    for n in range(MOST_ON_A_SHELF):
        put_on_shelf(
            by=ada,
            vault=vault,
            model=Reason,
            contents=ReasonContents(text=str(n)),
            today=date(2026, 3, 1),
        )
    refused = put(at_home, "reasons", "one more")
    assert refused.status_code == 422
    assert "one more" in refused.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same(at_home, django_assert_num_queries, count):
    for n in range(count):
        put(at_home, "things", str(n))
    with django_assert_num_queries(11):
        page(at_home, "/own/lists/things/")
