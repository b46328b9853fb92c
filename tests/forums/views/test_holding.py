"""Pages about what waits for a moderator: there for its author and for moderators, for nobody
else."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from forums.actions.circles import change_circle, join
from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.actions.holding import give_back, hold, let_out
from forums.choices import HeldFor, Holding, Outcome, Reading
from forums.links import quoting
from forums.models import Case, Decision, Post, Trail
from forums.queries.circles import seen_of
from forums.refs import new_ref
from forums.rendering.takeaway import everything_of
from forums.rules import waits
from tests.forums.views.sameness import looks_alike

pytestmark = pytest.mark.django_db

OF_A_POST = [
    ("post", "get"), ("reply", "get"), ("reply", "post"), ("revise", "get"), ("withdraw", "get"),
    ("revisions", "get"), ("keep_answer", "post"), ("report", "get"), ("report", "post"),
    ("block", "get"), ("mute", "get"), ("save", "post"), ("topic", "get"), ("mute_topic", "get"),
    ("follow_topic", "post"), ("wishes", "get"), ("report_topic", "get"),
]  # fmt: skip
OF_A_TOPIC = {"topic", "mute_topic", "follow_topic", "wishes", "report_topic"}


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def holding(cast, opening):
    """In the circle, everything that is written from now on waits."""
    change_circle(by=None, circle=cast.circle, holding=Holding.EVERYTHING)
    cast.circle.refresh_from_db()
    opening.topic.circle.refresh_from_db()
    return cast.circle


@pytest.fixture
def held(cast, opening, holding):
    return reply(by=cast.cy, parent=opening, words="A kingfisher.")


@pytest.fixture
def held_topic(cast, holding):
    return open_topic(by=cast.cy, circle=holding, title="A heron", words="By the water.")


# --- For others -------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", ["member", "outsider", "nobody"])
def test_for_others_it_is_like_something_that_never_was(cast, held, held_topic, viewer):
    """Byte for byte, at every address that it could have."""
    change_circle(by=None, circle=cast.circle, reading=Reading.ANYONE)
    client = {
        "member": cast.client(cast.ada),
        "outsider": cast.client(cast.dov),
        "nobody": Client(),
    }[viewer]
    opening = held_topic.posts.get()
    for name, method in OF_A_POST:
        refs = [held_topic.ref] if name in OF_A_TOPIC else [held.ref, opening.ref]
        nothing = getattr(client, method)(url(name, new_ref()), {"words": "x"})
        for ref in refs:
            found = getattr(client, method)(url(name, ref), {"words": "x"})
            assert looks_alike(found, nothing), name
            assert found.status_code != 200, name


def test_nothing_of_it_stands_on_any_page_of_others(cast, held, held_topic):
    client = cast.client(cast.ada)
    for address in (
        held.topic.get_absolute_url(),
        held.topic.get_absolute_url() + "?order=newest",
        cast.circle.get_absolute_url(),
        url("search") + "?q=kingfisher",
        url("search") + "?q=heron",
        url("home"),
        url("notices"),
    ):
        page = text(client.get(address))
        assert held.ref not in page
        assert held_topic.ref not in page
        assert "kingfisher." not in page
        assert "A heron" not in page


def test_whoever_blocked_its_author_before_learns_nothing_either(cast, held):
    client = cast.client(cast.ada)
    block(by=cast.ada, persona=held.author)
    found, nothing = (client.get(url("block", ref)) for ref in (held.ref, new_ref()))
    assert found.status_code == 404
    assert looks_alike(found, nothing)


def test_what_others_quoted_before_it_was_held_is_not_read_there(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="A kingfisher.")
    words = quoting("Marlow", said.ref, "A kingfisher.") + "\n\nWhere?"
    quoted = reply(by=cast.eve, parent=opening, words=words)
    hold(said, held_for=HeldFor.SCREEN)
    client, address = cast.client(cast.ada), opening.topic.get_absolute_url()
    page = text(client.get(address))
    assert "Where?" in page
    assert "kingfisher" not in page
    assert "kingfisher" not in text(client.get(url("reply", quoted.ref)))
    let_out(said, by=cast.bel)
    assert text(client.get(address)).count("kingfisher") == 2


def test_what_was_not_there_is_new_once_it_is(cast, held):
    """Whoever read the topic meanwhile has not read as far as it."""
    client, address = cast.client(cast.ada), held.topic.get_absolute_url()
    client.get(address)
    assert "To what is new" not in text(client.get(address))
    let_out(held, by=cast.bel)
    assert url("post", held.ref) + '">To what is new' in text(client.get(address))


NEW_MARK = '<span class="badge accent">new</span>'


@pytest.mark.parametrize("keeps_away", [False, True])
def test_it_is_new_also_to_whoever_has_read_what_came_after_it(cast, opening, held, keeps_away):
    """One who keeps away from somebody else is asked for in another way, and is told the same."""
    client, address = cast.client(cast.ada), held.topic.get_absolute_url()
    if keeps_away:
        mute(by=cast.ada, persona=cast.dov.personas.get())
    reply(by=cast.bel, parent=opening, words="Later, but first there.")
    assert "first there" in text(client.get(address))
    assert NEW_MARK not in text(client.get(address))
    let_out(held, by=cast.bel)
    page = text(client.get(address))
    assert url("post", held.ref) + '">To what is new' in page
    assert page.count(NEW_MARK) == 1
    page = text(client.get(address))
    assert NEW_MARK not in page
    assert "To what is new" not in page
    # What is written after that is new after that.
    last = reply(by=cast.bel, parent=opening, words="The last one.")
    page = text(client.get(address))
    assert url("post", last.ref) + '">To what is new' in page
    assert page.count(NEW_MARK) == 1


def test_what_stood_and_was_held_and_let_out_is_new_to_whoever_missed_it(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="A kingfisher.")
    hold(said, held_for=HeldFor.SCREEN)
    reply(by=cast.eve, parent=opening, words="Later.")
    client, address = cast.client(cast.ada), opening.topic.get_absolute_url()
    client.get(address)
    let_out(said, by=cast.bel)
    assert url("post", said.ref) + '">To what is new' in text(client.get(address))


def test_an_answer_that_waits_deep_in_a_thread_is_found_by_those_who_see_it(cast, opening):
    parent = opening
    for level in range(5):
        parent = reply(by=cast.ada, parent=parent, words=f"Level {level}.")
    change_circle(by=None, circle=cast.circle, holding=Holding.EVERYTHING)
    deep = reply(by=cast.cy, parent=Post.objects.get(pk=parent.pk), words="A kingfisher.")
    assert waits(deep)
    address, way = opening.topic.get_absolute_url(), f"?thread={parent.ref}"
    pages = {who: text(cast.client(who).get(address)) for who in (cast.ada, cast.bel, cast.cy)}
    assert [who for who, page in pages.items() if way in page] == [cast.bel, cast.cy]
    assert "A kingfisher." in text(cast.client(cast.cy).get(address + way))


# --- For its author -----------------------------------------------------------------------------


def test_its_author_reads_that_it_waits_and_why(cast, held):
    page = text(cast.client(cast.cy).get(held.topic.get_absolute_url()))
    assert "Waiting for a moderator." in page
    assert "a moderator reads everything before it appears" in page
    assert "A kingfisher." in page
    assert url("revise", held.ref) in page
    assert url("withdraw", held.ref) in page
    assert url("reply", held.ref) not in page
    assert url("save", held.ref) not in page
    mine = text(cast.client(cast.cy).get(url("mine")))
    assert "waits for a moderator" in mine


def test_their_own_topic_is_in_their_list_with_a_word_that_others_do_not_see_it(cast, held_topic):
    page = text(cast.client(cast.cy).get(cast.circle.get_absolute_url()))
    assert re.search(r"A heron</a>.*not visible to others yet", page)
    assert cast.client(cast.cy).get(held_topic.get_absolute_url()).status_code == 200


def test_before_they_write_they_are_told_and_afterwards_thanked(cast, opening, holding):
    client = cast.client(cast.cy)
    for address in (url("reply", opening.ref), url("new_topic", holding.ref)):
        assert "reads everything before it appears" in text(client.get(address))
    thanked = client.post(url("reply", opening.ref), {"words": "Hello."}, follow=True)
    assert "Thank you for writing. It is kept" in text(thanked)
    topic = {"title": "One", "words": "Hello.", "answerers": "everyone"}
    assert "Thank you for writing" in text(
        client.post(url("new_topic", holding.ref), topic, follow=True)
    )
    moderator = cast.client(cast.bel)
    assert "before it appears" not in text(moderator.get(url("reply", opening.ref)))


def test_what_they_change_while_it_waits_still_waits(cast, held):
    client = cast.client(cast.cy)
    assert "nobody but the moderators will know" in text(client.get(url("revise", held.ref)))
    client.post(url("revise", held.ref), {"words": "A heron."})
    held.refresh_from_db()
    assert (held.source, waits(held)) == ("A heron.", True)


def test_the_title_of_what_waits_can_be_changed_with_it(cast, held_topic):
    client, opening = cast.client(cast.cy), held_topic.posts.get()
    page = text(client.get(url("revise", opening.ref)))
    assert 'value="A heron"' in page
    too_long = client.post(url("revise", opening.ref), {"title": "x" * 201, "words": "Kept."})
    assert too_long.status_code == 422
    assert "Kept." in text(too_long)
    client.post(url("revise", opening.ref), {"title": "A bird", "words": "By the water."})
    held_topic.refresh_from_db()
    assert held_topic.title == "A bird"


def test_what_was_given_back_says_what_to_change_and_is_sent_in_again(cast, held, rule):
    Decision.objects.create(
        case=Case.objects.get(post=held), outcomes=[Outcome.RETURN], rule=rule, reason="x",
        statement_to_author="Please leave out the bird.", statement_to_reporter="x",
    )  # fmt: skip
    give_back(held, by=cast.bel)
    client = cast.client(cast.cy)
    page = text(client.get(held.topic.get_absolute_url()))
    assert "A moderator gave this back to you." in page
    assert "given back to you" in text(client.get(url("mine")))
    form = text(client.get(url("revise", held.ref)))
    assert "Please leave out the bird." in form
    assert "Send it in again" in form
    unchanged = client.post(url("revise", held.ref), {"words": "A kingfisher."})
    assert unchanged.status_code == 422
    assert "Nothing is changed yet" in text(unchanged)
    done = client.post(url("revise", held.ref), {"words": "Something."}, follow=True)
    assert "Thank you for writing" in text(done)
    held.refresh_from_db()
    assert waits(held)


def test_everything_of_it_can_be_taken_away(cast, held):
    file = ZipFile(BytesIO(b"".join(everything_of(cast.cy))))
    told = json.loads(file.read("notes.json"))["posts"][0]
    assert (told["words"], told["waits_for_a_moderator"]) == ("A kingfisher.", True)


# --- For moderators ---------------------------------------------------------------------------


def test_moderators_see_it_where_it_will_stand(cast, held, held_topic):
    client = cast.client(cast.bel)
    page = text(client.get(held.topic.get_absolute_url()))
    assert "It waits for a moderator. You can read it because you moderate here." in page
    assert url("reply", held.ref) not in page
    assert "A heron" in text(client.get(cast.circle.get_absolute_url()))


# --- What it costs, and what holds ------------------------------------------------------------


def test_a_page_with_ones_own_that_waits_costs_no_more(cast, held, django_assert_max_num_queries):
    client, address = cast.client(cast.cy), held.topic.get_absolute_url()
    with django_assert_max_num_queries(8):
        client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address)


def test_what_waits_is_set_with_what_else_holds(cast):
    circle = cast.circle
    client, address = cast.client(cast.bel), url("circle_settings", circle.ref)
    page = text(client.get(address))
    assert "what waits for a moderator" in page.lower()
    fields = {
        "about": "x", "guidelines": "", "question": "", "wait_days": "0", "pause_minutes": "0",
        "closes_after_days": "", "language": circle.language,
        "holding": "newcomers", "newcomer_posts": "2", "seen": seen_of(circle),
    }  # fmt: skip
    refused = client.post(address, fields | {"newcomer_posts": "0"})
    assert "1 to 50" in text(refused)
    assert client.post(address, fields).status_code == 302
    circle.refresh_from_db()
    assert (circle.holding, circle.newcomer_posts) == (Holding.NEWCOMERS, 2)
    assert Trail.objects.get(verb="change_circle").detail["holding"] == "newcomers"
    join(by=cast.dov, circle=circle)
    page = text(cast.client(cast.dov).get(circle.get_absolute_url()))
    assert "a moderator reads the first 2 posts before others do" in page
