"""Who meets what, and where: one table, asked of every page."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.distance import block, mute
from forums.actions.following import announce, follow
from forums.actions.holding import give_back, hold
from forums.actions.writing import add_post
from forums.choices import HeldFor, Markup, Reading, Role
from forums.models import Notice, Persona, Post, Topic
from tests.cast import Cast
from tests.forums.visibility.looking import Looker
from tests.played import Played

pytestmark = pytest.mark.django_db

# The state of one post, "the post", and who looks. In each field:
#   W its words are on the topic's page      P its place is on the topic's page
#   L its permalink leads there              S a search finds it
#   N a notice tells of it, and the mark in the navigation shows that there is one
#   R what it said before can be read        C the circle's list counts all answers of its topic
#   T the circle's list names its topic      F it is in the feed (of a circle that has one)
# "blocked" was blocked by the author of the post, "blocker" blocked them; with "below them", by
# the author of the post above it.
VIEWERS = (
    "signed out", "outsider", "member", "moderator", "blocked", "blocker",
    "mutes person", "mutes topic", "mutes circle", "mutes note", "author",
)  # fmt: skip
TABLE = """
                 signed   outsider member   moderat. blocked  blocker  m.person m.topic m.circle m.note author
standing       | WPLSCT | WPLSNCT | WPLSNRCT | WPLSNRCT | T | T | LRT | WPLR | WPLRCT | LRT | WPLSRCT
revised        | WPLSCT | WPLSNCT | WPLSNRCT | WPLSNRCT | T | T | LRT | WPLR | WPLRCT | LRT | WPLSRCT
hidden         | PLCT | PLCT | PLCT | WPLRCT | T | T | LT | PL | PLCT | LT | WPLCT
withdrawn      | PLCT | PLCT | PLCT | PLRCT | T | T | LT | PL | PLCT | PLCT | PLCT
below hidden   | WPLSCT | WPLSNCT | WPLSNRCT | WPLSNRCT | T | T | LRT | WPLR | WPLRCT | LRT | WPLSRCT
below them     | WPLSCT | WPLSNCT | WPLSNRCT | WPLSNRCT | T | T | LRT | WPLR | WPLRCT | LRT | WPLSNRCT
imported       | WPLSCT | WPLSCT | WPLSRCT | WPLSRCT | WPLSRCT | T | LRT | WPLR | WPLRCT | LRT | WPLSRCT
opening        | WPLSCTF | WPLSNCTF | WPLSNRCTF | WPLSNRCTF | F | F | WPLRF | WPLRF | WPLRCTF | WPLRF | WPLSRCTF
held           | CT | CT | CT | WPLRCT | CT | CT | CT |  | CT | CT | WPLCT
held opening   |  |  |  | WPLRCT |  |  |  |  |  |  | WPLCT
given back     | PLCT | PLCT | PLCT | WPLRCT | T | T | LT | PL | PLCT | LT | WPLCT
hidden opening | PLCT | PLCT | PLCT | WPLRCT |  |  | PL | PL | PLCT | PL | WPLCT
"""  # noqa: E501 (a table as wide as it is)
EXPECTED = {
    state.strip(): dict(zip(VIEWERS, map(str.strip, fields), strict=True))
    for state, *fields in (line.split("|") for line in TABLE.strip().splitlines()[1:])
}
NOTE = "the sea"
# A word of every one of these posts, and of no other.
EACH = "plover"


class Scene:
    """A circle in which a post stands in each of these states, in a topic of its own."""

    def __init__(self, cast: Cast, reading: Reading, told: str) -> None:
        self.cast, self.reading, self.told = cast, reading, told
        self.circle = open_circle(by=None, name="Harbour", reading=reading)
        for user in (cast.ada, cast.cy, cast.eve):
            appoint(by=None, user=user, circle=self.circle, role=Role.MEMBER)
        appoint(by=None, user=cast.bel, circle=self.circle, role=Role.MODERATOR)
        self.posts: dict[str, Post] = {}
        # Whose words somebody keeps away from, for each of the posts.
        self.sources: dict[str, Post] = {}

    def looker(self, viewer: str) -> Looker:
        users = {"outsider": "dov", "moderator": "bel", "author": "ada"}
        if viewer == "signed out":
            return Looker(None, Client())
        user = getattr(self.cast, users.get(viewer, "eve"))
        # A browser of their own: a session goes with the test that began it.
        client = Client()
        client.force_login(user)
        return Looker(user, client)

    def play(self) -> None:
        followers = (self.cast.ada, self.cast.bel, self.cast.dov, self.cast.eve)
        for follower in followers:
            follow(by=follower, circle=self.circle)
        for state in EXPECTED:
            self.posts[state] = post = self._say(state)
            self.sources[state] = source = post.parent if state == "below them" else post
            Post.objects.filter(pk=source.pk).update(notes=[NOTE])
            if source.parent is None:
                Topic.objects.filter(pk=post.topic_id).update(notes=[NOTE])
            for follower in followers:
                follow(by=follower, topic=post.topic)
            opening = post.topic.posts.get(parent=None)
            if opening.is_standing():
                reply(by=self.cast.bel, parent=opening, words="Beside it.")

    def _say(self, state: str) -> Post:
        ada, cy, words = self.cast.ada, self.cast.cy, words_of(state)
        is_opening = state.endswith("opening")
        topic = open_topic(
            by=ada if is_opening else cy,
            circle=self.circle,
            title=f"Day {state}",
            words=words if is_opening else "Hello.",
        )
        opening = topic.posts.get()
        if state == "held opening":
            return hold(opening, held_for=HeldFor.NEWCOMER)
        if is_opening:
            return opening
        if state == "imported":
            return add_post(
                topic=topic,
                parent=opening,
                author=Persona.objects.create(name="Old Heron"),
                source=words,
                markup=Markup.HTML,
            )
        if state == "below them":
            return reply(by=cy, parent=reply(by=ada, parent=opening, words="Above."), words=words)
        if state == "below hidden":
            opening = reply(by=cy, parent=opening, words="Above.")
        post = reply(by=ada, parent=opening, words=words)
        return hold(post, held_for=HeldFor.NEWCOMER) if state == "held" else post

    def change(self) -> None:
        """What becomes of the posts, after everybody has been told of them."""
        revise(by=self.cast.ada, post=self.posts["revised"], words=words_of("revised") + " again")
        withdraw(by=self.cast.ada, post=self.posts["withdrawn"])
        give_back(self.posts["given back"], by=self.cast.bel)
        for post in (
            self.posts["hidden"],
            self.posts["hidden opening"],
            self.posts["below hidden"].parent,
        ):
            Post.objects.filter(pk=post.pk).update(
                hidden_at=timezone.now(), hidden_by=self.cast.bel
            )

    def keep_apart(self, viewer: str) -> None:
        eve = self.cast.eve
        for post in self.sources.values():
            if viewer == "blocked" and post.author.owner:
                block(by=post.author.owner, persona=eve.personas.get())
            elif viewer == "blocker":
                block(by=eve, persona=post.author)
            elif viewer.startswith("mutes"):
                thing = {
                    "mutes person": {"persona": post.author},
                    "mutes topic": {"topic": post.topic},
                    "mutes circle": {"circle": self.circle},
                    "mutes note": {"note": NOTE},
                }[viewer]
                mute(by=eve, **thing)


def word_of(state: str) -> str:
    return "kingfisher" + state.replace(" ", "")


def words_of(state: str) -> str:
    return f"{word_of(state)} {EACH}"


def expected(state: str, viewer: str, reading: Reading) -> set[str]:
    stranger = viewer == "signed out" or (viewer == "outsider" and reading == Reading.CLOSED)
    if stranger and reading != Reading.ANYONE:
        return set()
    return set(EXPECTED[state][viewer]) - (set() if reading == Reading.ANYONE else {"F"})


@dataclass
class Met:
    """What somebody finds on the pages that list everything: each is asked once."""

    told: set[str]
    found: set[str]
    listed: dict[str, int]
    feed: str


def look(scene: Scene, looker: Looker) -> Met:
    circle = scene.circle
    # Notices first, since their page reads them.
    told, found = looker.is_told_of(), looker.finds(EACH)
    return Met(told, found, looker.list_of(circle), looker.feed_of(circle))


def met(scene: Scene, looker: Looker, state: str, lists: Met) -> set[str]:
    """Every way in which somebody meets the post."""
    post, word = scene.posts[state], word_of(state)
    topic = post.topic
    page = looker.page(topic)
    is_told = post.ref in lists.told
    assert is_told == looker.has_mark(post), "the mark says what the notices say"
    found = {
        "W": word in page,
        "P": f'id="post-{post.ref}"' in page,
        "L": looker.follows_link_to(post),
        "S": post.ref in lists.found,
        "N": is_told,
        "R": looker.reads_revisions_of(post),
        "T": topic.ref in lists.listed,
        "F": word in lists.feed or (post.parent is None and f"/t/{topic.ref}/" in lists.feed),
    }
    if found["T"]:
        topic.refresh_from_db()
        unmet = 2 if state == "below them" else 1
        assert lists.listed[topic.ref] in (topic.replies_count, topic.replies_count - unmet)
        found["C"] = lists.listed[topic.ref] == topic.replies_count
    return {surface for surface, is_there in found.items() if is_there}


@pytest.fixture(
    scope="module",
    params=[(Reading.ANYONE, "before"), (Reading.MEMBERS, "after"), (Reading.CLOSED, "after")],
    ids=" told ".join,
)
def scene(request, played_cast: Played[Cast], django_db_blocker) -> Iterator[Scene]:
    """Whether notices are written before somebody keeps away, or after."""
    reading, told = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene(played_cast.again(), reading, told)
        scene.play()
        if told == "before":
            announce(now=timezone.now(), most=1000)
        scene.change()
        yield scene
        transaction.set_rollback(True)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_everything_that_somebody_meets_is_in_the_table(scene, viewer):
    looker = scene.looker(viewer)
    scene.keep_apart(viewer)
    if scene.told == "after":
        announce(now=timezone.now(), most=1000)
        unheard = [
            scene.posts[state].pk
            for state in EXPECTED
            if "N" not in expected(state, viewer, scene.reading)
        ]
        assert not Notice.objects.filter(user=looker.user, post__in=unheard).exists()
    lists = look(scene, looker)
    assert {state: met(scene, looker, state, lists) for state in EXPECTED} == {
        state: expected(state, viewer, scene.reading) for state in EXPECTED
    }
