"""Any conversation, any names, blocks, mutes and moderation: what everybody meets on every page,
against a plain account of who should."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.actions.distance import block, mute
from forums.actions.following import announce, follow, owe_announcement
from forums.actions.writing import add_post, add_topic
from forums.choices import HeldFor
from forums.models import Persona, Post, Topic
from tests.forums.visibility.looking import Looker

pytestmark = pytest.mark.django_db

PEOPLE = ("ada", "bel", "cy", "eve")
NOTES = ("fire", "water")
TOPICS = 2
WORD = "kingfisher"


@dataclass(frozen=True)
class Said:
    """One post of a story: the first of a topic opens it, any other answers one before it."""

    topic: int
    by: str
    answers: int
    note: str
    fate: str


@dataclass(frozen=True)
class Story:
    posts: list[Said]
    # Who goes by another name in which topic.
    faces: set[tuple[str, int]]
    # Who blocked whom, and in which topic they saw them.
    blocks: set[tuple[str, str, int]]
    # Who muted what; where it is a person, whom, and in which topic they saw them.
    mutes: set[tuple[str, str, str, int]]


people, topics = st.sampled_from(PEOPLE), st.integers(0, TOPICS - 1)
posts = st.builds(
    Said,
    topic=topics,
    by=people,
    answers=st.integers(0, 20),
    note=st.sampled_from(("", "", "", *NOTES)),
    fate=st.sampled_from(("stands", "stands", "stands", "hidden", "withdrawn", "held")),
)
things = st.sampled_from(("person", "topic", "circle", *NOTES))
stories = st.builds(
    Story,
    # Few stories, with much in each: a short one is over before anybody has kept away.
    posts=st.lists(posts, min_size=6, max_size=12),
    faces=st.sets(st.tuples(people, topics), min_size=1, max_size=4),
    blocks=st.sets(st.tuples(people, people, topics), min_size=1, max_size=4),
    mutes=st.sets(st.tuples(people, things, people, topics), min_size=1, max_size=4),
)


class Account:
    """A story as it is played, and who should meet what in it, one post at a time."""

    def __init__(self, story, cast):
        self.circle = cast.circle
        self.users = users_of(cast)
        self.topics, self.said, self.chain = {}, {}, {}
        self.names = {
            (who, topic): user.personas.get(only_in=None)
            for who, user in self.users.items()
            for topic in range(TOPICS)
        }
        for said in story.posts:
            if said.topic not in self.topics:
                self._open(said, story.faces)
            else:
                self._answer(said)
        self.blocks, self.mutes = set(), set()
        for who, whom, topic in story.blocks:
            if who != whom and topic in self.topics:
                self._block(who, whom, topic)
        for who, what, whom, topic in story.mutes:
            if topic in self.topics and not (what == "person" and who == whom):
                self._mute(who, what, whom, topic)

    def _open(self, said, faces):
        opener = self.names[said.by, said.topic]
        topic = add_topic(
            circle=self.circle,
            author=opener,
            title="x",
            source=WORD,
            notes=noted(said),
            held_for=held(said),
        )
        self.topics[said.topic] = topic
        for who, number in faces:
            if number == said.topic:
                self.names[who, number] = Persona.objects.create(
                    owner=self.users[who], only_in=topic, name=f"Face of {who} {number}"
                )
        Topic.objects.filter(pk=topic.pk).update(opened_by=self.names[said.by, said.topic])
        topic.posts.update(author=self.names[said.by, said.topic])
        self._remember(topic.posts.get(), said, above=[])
        for user in self.users.values():
            follow(by=user, topic=topic)

    def _answer(self, said):
        topic = self.topics[said.topic]
        earlier = [
            chain[-1]
            for chain in self.chain.values()
            if chain[-1].topic == topic and not self.is_held(chain[-1])
        ]
        # Nobody answers what is not there.
        if not earlier:
            return
        parent = earlier[said.answers % len(earlier)]
        post = add_post(
            topic=topic,
            parent=parent,
            author=self.names[said.by, said.topic],
            source=WORD,
            notes=noted(said),
            held_for=held(said),
        )
        self._remember(post, said, above=self.chain[parent.pk])

    def _remember(self, post, said, *, above):
        self.said[post.pk] = said
        self.chain[post.pk] = [*above, post]
        # Whether it would be told, were it there.
        owe_announcement(post)
        now = timezone.now()
        changes = {
            "stands": {},
            "hidden": {"hidden_at": now, "hidden_by": self.users["bel"]},
            "withdrawn": {"withdrawn_at": now, "source": "", "html": ""},
            "held": {},
        }[said.fate]
        if changes:
            Post.objects.filter(pk=post.pk).update(**changes)

    def _block(self, who, whom, topic):
        name = self.names[whom, topic]
        block(by=self.users[who], persona=name, in_topic=self.topics[topic])
        self.blocks |= {(self.names[who, topic].pk, name.pk), (name.pk, self.names[who, topic].pk)}

    def _mute(self, who, what, whom, topic):
        thing = {
            "person": {"persona": self.names[whom, topic]},
            "topic": {"topic": self.topics[topic]},
            "circle": {"circle": self.circle},
        }.get(what, {"note": what})
        mute(by=self.users[who], **thing)
        self.mutes.add((who, *thing.values()))

    # The account

    def is_held(self, post):
        return self.said[post.pk].fate == "held"

    def sees(self, who, post):
        """There is no block between the name that they have there, and any that it hangs from; and
        it has appeared, or is theirs."""
        if self.is_held(post) and who != "bel" and post.author.owner != self.users[who]:
            return False
        own = self.names[who, self.said[post.pk].topic]
        return who == "bel" or not any(
            (own.pk, above.author_id) in self.blocks for above in self.chain[post.pk]
        )

    def minds(self, who, post):
        """They do not want to meet this one, whatever is above it."""
        is_own = post.author.owner == self.users[who]
        return not is_own and (
            (who, post.author) in self.mutes or (who, self.said[post.pk].note) in self.mutes
        )

    def meets(self, who, post):
        """On the page of a topic, which they chose to open."""
        chain = self.chain[post.pk]
        return self.sees(who, post) and not any(self.minds(who, above) for above in chain[1:])

    def hears_of(self, who, post):
        """In search and notices, which bring what nobody chose."""
        return (
            self.sees(who, post)
            and self.said[post.pk].fate == "stands"
            and (who, post.topic) not in self.mutes
            and (who, self.circle) not in self.mutes
            and not any(self.minds(who, above) for above in self.chain[post.pk])
        )

    def lists(self, who, opening):
        return (
            self.sees(who, opening)
            and not self.minds(who, opening)
            and (who, opening.topic) not in self.mutes
        )


def users_of(cast):
    return {who: getattr(cast, who) for who in PEOPLE}


def noted(said):
    return [said.note] if said.note else []


def held(said):
    return HeldFor.NEWCOMER if said.fate == "held" else None


def check(account, who, looker):
    everything = [chain[-1] for chain in account.chain.values()]
    for topic in account.topics.values():
        here = [post for post in everything if post.topic == topic]
        seen = account.sees(who, here[0])
        assert looker.posts_on(topic) == {
            post.ref for post in here if seen and account.meets(who, post)
        }
    for post in everything:
        assert looker.follows_link_to(post) is account.sees(who, post)
    heard = {post.ref for post in everything if account.hears_of(who, post)}
    assert looker.finds(WORD) == heard
    told = {post.ref for post in everything if post.author.owner != account.users[who]} & heard
    assert looker.has_news() is bool(told)
    assert looker.is_told_of() == told
    assert looker.list_of(account.circle) == {
        opening.topic.ref: sum(
            account.meets(who, post)
            for post in everything
            if post.topic == opening.topic and post != opening and not account.is_held(post)
        )
        for opening in everything
        if opening.parent is None and account.lists(who, opening)
    }


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories)
def test_everybody_meets_what_they_should_wherever_they_look(cast, story):
    # Their sessions outlast the story, which never happened.
    lookers = {who: Looker(user, cast.client(user)) for who, user in users_of(cast).items()}
    with transaction.atomic():
        account = Account(story, cast)
        announce(now=timezone.now(), most=1000)
        for who, looker in lookers.items():
            check(account, who, looker)
        transaction.set_rollback(True)
