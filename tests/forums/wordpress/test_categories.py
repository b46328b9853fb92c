import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.wordpress import Category, Places, read_export
from tests.forums.wordpress.wxr import category, item, wxr

HEAD = (
    category("Law &amp; safety", "law")
    + category("Children", "children", parent="law")
    + category("School", "school", parent="children")
    + category("Good news", "news")
)


def filed(*categories, head=HEAD):
    text = wxr(item(1, categories=categories), head=head)
    [article] = read_export(io.BytesIO(text.encode()))
    return article


def names(article):
    return [[each.name for each in line] for line in article.categories]


def test_a_category_knows_what_stands_above_it():
    assert names(filed("school")) == [["School", "Children", "Law & safety"]]


def test_an_article_may_be_in_several_and_in_none():
    assert names(filed("news", "law", "news")) == [["Good news"], ["Law & safety"]]
    assert names(filed()) == []


def test_tags_are_no_categories():
    text = wxr(
        item(1).replace(
            "</item>", '<category domain="post_tag" nicename="law">Law</category></item>'
        ),
        head=HEAD,
    )
    [article] = read_export(io.BytesIO(text.encode()))
    assert article.categories == ()


def test_old_exports_name_categories_without_saying_that_they_are():
    """WXR 1.0 writes tags in the same way: they are those that the head does not know."""
    old = "<category>Good news</category><category>coffee</category>"
    text = wxr(item(1).replace("</item>", f"{old}</item>"), head=HEAD)
    [article] = read_export(io.BytesIO(text.encode()))
    assert names(article) == [["Good news"]]


def test_a_category_that_the_head_does_not_know_is_one_all_the_same():
    assert names(filed("hobbies")) == [["hobbies"]]


def test_categories_that_stand_above_each_other_in_a_ring_are_no_trap():
    ring = category("A", "a", parent="b") + category("B", "b", parent="a")
    assert names(filed("a", head=ring)) == [["A", "B"]]
    assert names(filed("c", head=category("C", "c", parent="c"))) == [["C"]]


def circle_for(*categories, **mapped):
    places = Places("Everything", mapped, has_circle_for_each=bool(mapped.pop("each", False)))
    return places.circle_of(filed(*categories))


def test_without_a_map_everything_goes_to_one_circle():
    assert circle_for("law") == "Everything"


def test_a_category_on_top_becomes_a_circle_and_takes_along_what_is_nested_in_it():
    assert circle_for("law", each=True) == "Law & safety"
    assert circle_for("school", each=True) == "Law & safety"
    assert circle_for(each=True) == "Everything"


def test_the_first_category_counts_and_the_first_that_is_mapped_counts_more():
    assert circle_for("news", "law", each=True) == "Good news"
    assert circle_for("news", "law", each=True, law="Rights") == "Rights"
    assert circle_for("law", "news", law="Rights", news="Light") == "Rights"


def test_a_map_alone_moves_nothing_else():
    assert circle_for("news", law="Rights") == "Everything"


def test_a_nested_category_goes_with_the_nearest_that_is_mapped():
    assert circle_for("school", law="Rights", children="Growing up") == "Growing up"
    assert circle_for("school", law="Rights", school="Pupils") == "Pupils"


def test_a_category_is_mapped_by_its_name_as_well_in_any_case():
    places = Places("Everything", {"law & safety": "Rights"})
    assert places.circle_of(filed("law")) == "Rights"


@pytest.mark.parametrize("name", ["Uncategorized", "Allgemein"])
def test_what_nobody_sorted_is_in_no_category(name):
    head = category(name, "uncategorized")
    places = Places("Everything", has_circle_for_each=True)
    assert places.circle_of(filed("uncategorized", head=head)) == "Everything"
    mapped = Places("Everything", {name.casefold(): "Rest"}, has_circle_for_each=True)
    assert mapped.circle_of(filed("uncategorized", head=head)) == "Rest"


slugs = st.sampled_from("abcde")
lines = st.lists(slugs.map(lambda slug: Category(slug.upper(), slug)), min_size=1, max_size=4)


@given(st.lists(lines.map(tuple)), st.dictionaries(slugs, st.sampled_from(["X", "Y"])))
def test_whatever_is_mapped_the_first_line_that_knows_a_circle_decides(categories, mapped):
    article = dataclasses.replace(filed(), categories=tuple(categories))
    wanted = [mapped[c.slug] for line in categories for c in line if c.slug in mapped]
    assert Places("Rest", mapped).circle_of(article) == (wanted[0] if wanted else "Rest")
    tops = [line[-1].name for line in categories]
    each = Places("Rest", mapped, has_circle_for_each=True).circle_of(article)
    assert each == (wanted or tops or ["Rest"])[0]
