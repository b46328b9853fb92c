"""What is filled in is what the template alone would have made of it, whatever is filled in."""

from copy import copy
from typing import Any, NamedTuple

import pytest
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.choices import Reading, Role
from forums.models import Circle
from forums.rendering.circles import (
    CIRCLE,
    ROW,
    CircleAsShown,
    CircleFixed,
    CircleValues,
    RowFixed,
    RowValues,
)
from forums.rendering.pages import Frame, FrameValues, Viewer
from forums.rendering.posts import END, POST, End, PostFixed, PostValues
from forums.rendering.readers import ReaderFixed
from forums.rendering.skeletons import BEGINNING, INDENT, Skeleton, _made, _stand_in
from forums.rendering.topics import TOPIC, OrderLink, SignedOut, TopicFixed, TopicValues

# A template may be rendered for the first time, on a machine that has other work.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES = ["en", "de", "ar"]
HOSTILE = [
    "{{ post.ref }}",
    "{% load i18n %}",
    "%s %(ref)s %% %",
    "<script>alert(1)</script>",
    "\"' onfocus=alert(1) x='",
    "&amp; & &lt;",
    _stand_in(0),
    str(_stand_in(1)) + str(_stand_in(2)),
    BEGINNING,
    "\\1 \\g<0>",
    "\n    indented\n",
    "‮evil‬ ﷽ 👩‍👩‍👧",
    "",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)).map(str)
html = texts.map(SafeString)
refs = st.text("23456789bcdfghjkmnpqrstvwxz", min_size=12, max_size=12)


def same(skeleton, fixed, values):
    """The plain template keeps the indent of its lines, and nothing else differs."""
    filled, plain = skeleton.fill(fixed, values), skeleton.plain(fixed, values)
    return INDENT.sub("\n", filled) == INDENT.sub("\n", plain)


def any_of(kind, **fields: Any):
    """A strategy for a tuple of that kind: yes and no for whatever is not named."""
    return st.builds(kind, **{name: fields.get(name, st.booleans()) for name in kind._fields})


posts = any_of(
    PostValues,
    ref=refs,
    name=texts,
    persona=html,
    said=texts,
    parent_ref=refs,
    parent_name=texts,
    html=html,
    pictures=html,
    heard=html,
    notes=html,
)


@patiently
@given(fixed=any_of(PostFixed), values=posts, language=st.sampled_from(LANGUAGES))
def test_a_post_is_what_its_template_would_make_of_it(fixed, values, language):
    with override(language):
        assert same(POST, (fixed,), (values,))


@pytest.mark.parametrize("yes", PostFixed._fields)
@pytest.mark.parametrize("others", [True, False])
def test_nothing_of_the_stand_ins_is_left(yes, others):
    fixed = PostFixed(*[others] * len(PostFixed._fields))._replace(**{yes: not others})
    values = PostValues(*map(SafeString, (*["bcdfghjkmnpq"] * len(PostValues._fields),)))
    assert BEGINNING not in POST.fill((fixed,), (values,))


@pytest.mark.parametrize("end", [End(True, range(0)), End(False, range(0)), End(False, range(4))])
def test_the_end_of_a_post_is_what_its_template_would_make_of_it(end):
    assert same(END, (end,), ())


frames = st.builds(
    Frame,
    exit_href=st.just("/leave/"),
    exit_target=st.just("https://weather.test/"),
    nav=st.just(()),
    user=st.builds(Viewer, st.booleans()),
)
topics = any_of(
    TopicFixed,
    orders=st.sampled_from([(), (OrderLink("Newest first", "?order=newest", True),)]),
    reader=st.sampled_from([None, SignedOut("Sign in to answer."), SignedOut(None)]),
)
topic_values = any_of(
    TopicValues,
    **dict.fromkeys(("head", "posts", "why_not_write", "wishes"), html),
    **dict.fromkeys(("ref", "circle_ref", "first_new", "thread"), refs),
    **dict.fromkeys(("title", "circle_name", "beginning", "earlier", "later"), texts),
)
paths = refs.map("/t/{}/".format)


@patiently
@given(
    fixed=st.tuples(frames, topics),
    values=st.tuples(st.builds(FrameValues, *[texts] * 5, texts.filter(bool), paths), topic_values),
    language=st.sampled_from(LANGUAGES),
)
def test_a_page_is_what_its_template_would_make_of_it(fixed, values, language):
    with override(language):
        assert same(TOPIC, fixed, values)


@patiently
@given(
    values=any_of(
        RowValues,
        ref=refs,
        **dict.fromkeys(("title", "opened_by", "last_said", "answers"), texts),
        notes=html,
    ),
    has_notes=st.booleans(),
    is_held=st.booleans(),
)
def test_a_row_of_a_list_is_what_its_template_would_make_of_it(values, has_notes, is_held):
    assert same(ROW, (RowFixed(has_notes, is_held),), (values,))


# What is fixed holds no stand-in: nobody can know one.
words = texts.filter(lambda text: BEGINNING not in text)
circles = st.builds(
    Circle,
    ref=refs,
    name=words,
    about=words,
    guidelines=words,
    reading=st.sampled_from(Reading.values),
    wait_days=st.integers(0, 3),
    pause_minutes=st.integers(0, 2),
    closes_after_days=st.none() | st.integers(1, 2),
)
readers = any_of(
    ReaderFixed,
    role=st.sampled_from([None, *Role]),
    why_not_write=st.sampled_from([None, "Sign in to answer."]),
)


@patiently
@given(
    frame=frames,
    circle=any_of(CircleFixed, circle=circles.map(CircleAsShown), reader=readers),
    values=st.tuples(
        st.builds(FrameValues, *[texts] * 5, texts.filter(bool), paths),
        st.builds(CircleValues, html, refs),
    ),
)
def test_a_circle_is_what_its_template_would_make_of_it(frame, circle, values):
    assert same(CIRCLE, (frame, circle), values)


@patiently
@given(one=circles)
def test_circles_are_alike_where_all_their_columns_are(one):
    again = copy(one)
    assert CircleAsShown(one) == CircleAsShown(again)
    assert hash(CircleAsShown(one)) == hash(CircleAsShown(again))
    again.guidelines += "."
    assert CircleAsShown(one) != CircleAsShown(again)


class Named(NamedTuple):
    name: str


class Own(NamedTuple):
    is_own: bool


@pytest.fixture
def templates(settings):
    """A few templates of our own."""

    def made(**sources):
        settings.TEMPLATES = [
            settings.TEMPLATES[0]
            | {
                "APP_DIRS": False,
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", sources)]},
            }
        ]
        _made.cache_clear()
        return engines["django"]

    yield made
    _made.cache_clear()


def test_it_is_rendered_once_for_each_combination_of_what_is_fixed(templates):
    templates(page="{% if is_own %}mine{% endif %} {{ name }}")
    for name in "abc":
        Skeleton("page").fill((Own(True),), (Named(name),))
        Skeleton("page").fill((Own(False),), (Named(name),))
    assert _made.cache_info().misses == 2


def test_each_language_has_its_own(templates):
    templates(page="{% load i18n %}{% get_current_language as code %}{{ code }} {{ name }}")
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(Skeleton("page").fill((), (Named("x"),)))
    assert said == [f"{language} x" for language in LANGUAGES]


def test_a_value_that_stands_twice_is_filled_in_twice(templates):
    templates(page="100% {{ name }}, {{ name }}")
    assert Skeleton("page").fill((), (Named("<b>"),)) == "100% &lt;b&gt;, &lt;b&gt;"
