"""Who meets what, and where: one table, asked of every page."""

import pytest
from django.test import Client
from django.utils import timezone

from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.distance import block, mute
from forums.actions.following import announce, follow
from forums.actions.writing import add_post
from forums.choices import Markup, Reading, Role
from forums.models import Notice, Persona, Post, Topic
from tests.cast import Cast
from tests.forums.visibility.looking import Looker

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
hidden opening | PLCT | PLCT | PLCT | WPLRCT |  |  | PL | PL | PLCT | PL | WPLCT
"""  # noqa: E501
EXPECTED = {
    state.strip(): dict(zip(VIEWERS, map(str.strip, fields), strict=True))
    for state, *fields in (line.split("|") for line in TABLE.strip().splitlines()[1:])
}
NOTE = "the sea"


class Scene:
    """A circle in which a post stands in each of these states, in a topic of its own."""

    def __init__(self, cast: Cast, reading: Reading) -> None:
        self.cast, self.reading = cast, reading
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
        return Looker(user, self.cast.client(user))

    def play(self, follower) -> None:
        if follower:
            follow(by=follower, circle=self.circle)
        for state in EXPECTED:
            self.posts[state] = post = self._say(state)
            self.sources[state] = source = post.parent if state == "below them" else post
            Post.objects.filter(pk=source.pk).update(notes=[NOTE])
            if source.parent is None:
                Topic.objects.filter(pk=post.topic_id).update(notes=[NOTE])
            if follower:
                follow(by=follower, topic=post.topic)
            opening = post.topic.posts.get(parent=None)
            reply(by=self.cast.bel, parent=opening, words="Beside it.")

    def _say(self, state: str) -> Post:
        ada, cy, words = self.cast.ada, self.cast.cy, word_of(state)
        is_opening = state.endswith("opening")
        topic = open_topic(
            by=ada if is_opening else cy,
            circle=self.circle,
            title=f"Day {state}",
            words=words if is_opening else "Hello.",
        )
        opening = topic.posts.get()
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
        return reply(by=ada, parent=opening, words=words)

    def change(self) -> None:
        """What becomes of the posts, after everybody has been told of them."""
        revise(by=self.cast.ada, post=self.posts["revised"], words=word_of("revised") + " again")
        withdraw(by=self.cast.ada, post=self.posts["withdrawn"])
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


def expected(state: str, viewer: str, reading: Reading) -> set[str]:
    stranger = viewer == "signed out" or (viewer == "outsider" and reading == Reading.CLOSED)
    if stranger and reading != Reading.ANYONE:
        return set()
    return set(EXPECTED[state][viewer]) - (set() if reading == Reading.ANYONE else {"F"})


def met(scene: Scene, looker: Looker, state: str, listed: dict[str, int], feed: str) -> set[str]:
    """Every way in which somebody meets the post."""
    post, word = scene.posts[state], word_of(state)
    topic = post.topic
    page = looker.page(topic)
    is_told = post.ref in looker.is_told_of()
    assert is_told == looker.has_mark(post), "the mark says what the notices say"
    found = {
        "W": word in page,
        "P": f'id="post-{post.ref}"' in page,
        "L": looker.follows_link_to(post),
        "S": post.ref in looker.finds(word),
        "N": is_told,
        "R": looker.reads_revisions_of(post),
        "T": topic.ref in listed,
        "F": word in feed or (post.parent is None and f"/t/{topic.ref}/" in feed),
    }
    if found["T"]:
        topic.refresh_from_db()
        unmet = 2 if state == "below them" else 1
        assert listed[topic.ref] in (topic.replies_count, topic.replies_count - unmet)
        found["C"] = listed[topic.ref] == topic.replies_count
    return {surface for surface, is_there in found.items() if is_there}


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(
    ("reading", "told"),
    [(Reading.ANYONE, "before"), (Reading.MEMBERS, "after"), (Reading.CLOSED, "after")],
)
def test_everything_that_somebody_meets_is_in_the_table(cast, viewer, reading, told):
    """Whether notices were written before somebody kept away, or would have been after."""
    scene = Scene(cast, reading)
    looker = scene.looker(viewer)
    scene.play(follower=looker.user)
    if told == "before":
        announce(now=timezone.now(), most=1000)
    scene.change()
    scene.keep_apart(viewer)
    if told == "after":
        announce(now=timezone.now(), most=1000)
        unheard = [
            scene.posts[state].pk
            for state in EXPECTED
            if "N" not in expected(state, viewer, reading)
        ]
        assert not Notice.objects.filter(user=looker.user, post__in=unheard).exists()
    listed, feed = looker.list_of(scene.circle), looker.feed_of(scene.circle)
    assert {state: met(scene, looker, state, listed, feed) for state in EXPECTED} == {
        state: expected(state, viewer, reading) for state in EXPECTED
    }
