"""Fills an empty site in bulk, with the rows that the verbs would have written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from tqdm import tqdm

from accounts.models import User
from forums import choices
from forums.markup import html_from_markdown
from forums.models import (
    Announcement,
    Circle,
    Following,
    Membership,
    Notice,
    Persona,
    Post,
    Reading,
    Revision,
    SearchEntry,
    Topic,
    Trail,
)
from forums.refs import ALPHABET, LENGTH
from forums.validators import fold_name
from tests.performance.aside import set_aside
from tests.performance.copying import Rows, go_on_counting
from tests.performance.sizes import PASSPHRASE, READER, Size
from tests.performance.talk import Said, long_talk, talk
from tests.performance.words import RARE, chances, text, title

CIRCLES = ("Good news", "First thirty days", "Children between us", "Mending")
LENGTHS = (4, 6, 10, 20)
# So many different texts and short conversations, each of them again and again.
TEXTS, TALKS = 500, 1000
TOPICS_AT_ONCE = 1000
# So many say the rare word; one post of so many is hidden, withdrawn, changed.
RARELY, HIDDEN, WITHDRAWN, CHANGED = 5, 60, 61, 20
AS_LONG_AS = timedelta(days=730)

# In the order in which one row asks for another.
TABLES = (Topic, Post, Revision, Announcement, Trail, Notice, Reading, Following)


@dataclass(frozen=True)
class Text:
    source: str
    html: str


def written(source: str) -> Text:
    return Text(source, html_from_markdown(source))


TEXT_OF = [written(text(chances(number))) for number in range(TEXTS)]


@cache
def short_talk(number: int) -> tuple[str, list[Said]]:
    """A conversation of a few posts, with its title."""
    return title(chances(number)), talk(LENGTHS[number % len(LENGTHS)], chances(number))


def fill(size: Size, *, now: datetime) -> None:
    """Write everything of that size into a site that has nobody in it yet."""
    circles = Circle.objects.bulk_create(
        # The one that most is said in can be read without an account.
        Circle(name=name, about="Day by day.", reading="members" if number else "anyone")
        for number, name in enumerate(CIRCLES)
    )
    Filling(size, circles, meet(size.people, circles), now=now).write()


def meet(most: int, circles: list[Circle]) -> list[Persona]:
    """People, each with a name and in every circle: the reader first, then the moderator."""
    password = make_password(PASSPHRASE)
    names = [READER, *(f"person-{number:06}" for number in range(2, most + 1))]
    users = User.objects.bulk_create(User(sign_in_name=n, password=password) for n in names)
    Membership.objects.bulk_create(
        Membership(
            circle=circle,
            user=user,
            role=_role(number),
            accepted_version=circle.guidelines_version,
        )
        for number, user in enumerate(users)
        for circle in circles
    )
    called = [(user, f"Heron {number}") for number, user in enumerate(users, start=1)]
    return Persona.objects.bulk_create(
        Persona(owner=user, name=name, name_folded=fold_name(name)) for user, name in called
    )


def _role(number: int) -> choices.Role:
    return choices.Role.MODERATOR if number == 1 else choices.Role.MEMBER


class Filling:
    def __init__(
        self, size: Size, circles: list[Circle], personas: list[Persona], *, now: datetime
    ) -> None:
        self.size, self.circles, self.personas = size, circles, personas
        self.rows = {model: Rows(model) for model in TABLES}
        self.refs = chances(size.posts)
        self.pause = AS_LONG_AS / size.posts
        self.clock = now - AS_LONG_AS

    @transaction.atomic
    def write(self) -> None:
        with set_aside([*TABLES, SearchEntry], name=self.size.name):
            self._copy_in()
        go_on_counting(TABLES)

    def _copy_in(self) -> None:
        with tqdm(total=self.size.posts, desc=self.size.name, unit=" posts", disable=None) as bar:
            for talks in self._talks():
                for name, said in talks:
                    self._add_topic(name, said)
                bar.update(len(self.rows[Post].added))
                for rows in self.rows.values():
                    rows.copy_in()

    def _talks(self) -> Iterator[list[tuple[str, list[Said]]]]:
        """Titles and conversations, some at a time; the longest one is the first."""
        yield [("The longest", long_talk(self.size.longest, chances(self.size.longest)))]
        for first in range(0, self.size.topics, TOPICS_AT_ONCE):
            numbers = range(first, min(first + TOPICS_AT_ONCE, self.size.topics))
            # The same in every size, so that only the size differs.
            yield [short_talk(number % TALKS) for number in numbers]

    def _add_topic(self, name: str, said: list[Said]) -> None:
        topic, ref = self.rows[Topic].latest + 1, self._ref()
        self.rows[Topic].add(
            ref=ref,
            circle_id=self._circle_of(topic).pk,
            opened_by_id=self._author_of(topic, 0).pk,
            title=name,
            opened_at=self.clock,
            last_post_at=self.clock + self.pause * (len(said) - 1),
            replies_count=len(said) - 1,
        )
        posts: list[int] = []
        for part in said:
            posts.append(self._add_post(topic, part, posts, ref))
            self.clock += self.pause
        self._add_what_the_reader_has(topic, posts)

    def _circle_of(self, topic: int) -> Circle:
        return self.circles[0 if topic % 10 < 7 else 1 + topic % (len(self.circles) - 1)]

    def _author_of(self, topic: int, number: int) -> Persona:
        return self.personas[(topic * 31 + number * number * 7) % len(self.personas)]

    def _ref(self) -> str:
        return "".join(self.refs.choices(ALPHABET, k=LENGTH))

    def _add_post(self, topic: int, said: Said, before: list[int], topic_ref: str) -> int:
        what = TEXT_OF[(topic * 13 + said.number) % TEXTS]
        if said.number == 1 and topic % 10 == 2 and topic < RARELY * 10:
            what = written(f"{what.source}\n\nLike a {RARE}.")
        author, ref = self._author_of(topic, said.number), self._ref()
        post = {
            "ref": ref,
            "topic_id": topic,
            "parent_id": None if said.answers is None else before[said.answers],
            "path": said.path,
            "depth": said.depth,
            "answers_count": said.answers_count,
            "answers_numbered": said.answers_count,
            "author_id": author.pk,
            "source": what.source,
            "html": what.html,
            "said_at": self.clock,
        }
        if said.number > 1:
            post |= self._change(self.rows[Post].latest + 1)
        number = self.rows[Post].add(**post)
        self.rows[Trail].add(
            at=self.clock,
            by_id=author.owner_id,
            verb="reply" if said.number else "open_topic",
            subject_kind="post" if said.number else "topic",
            subject_ref=ref if said.number else topic_ref,
        )
        self.rows[Announcement].add(post_id=number, owed_at=self.clock, told_at=self.clock)
        return number

    def _change(self, post: int) -> dict[str, Any]:
        """What happened later to a post."""
        later = self.clock + self.pause
        if post % HIDDEN == 0:
            return {"hidden_at": later, "hidden_by_id": self.personas[1].owner_id}
        if post % WITHDRAWN == 0:
            return {"withdrawn_at": later, "source": "", "html": ""}
        if post % CHANGED == 0:
            old = TEXT_OF[post % TEXTS]
            self.rows[Revision].add(
                post_id=post, source=old.source, html=old.html, replaced_at=later
            )
            return {"edited_at": later}
        return {}

    def _add_what_the_reader_has(self, topic: int, posts: list[int]) -> None:
        """Half of it read, a fiftieth followed, a tenth told of; all of that was looked at."""
        reader = self.personas[0].owner_id
        if topic % 2 == 0:
            self.rows[Reading].add(user_id=reader, topic_id=topic, up_to=posts[len(posts) // 2])
        if topic % 50 == 0:
            self.rows[Following].add(user_id=reader, topic_id=topic)
        if topic % 10 == 0:
            seen = self.clock - self.pause
            self.rows[Notice].add(
                ref=self._ref(),
                user_id=reader,
                post_id=posts[-1],
                kind=choices.NoticeKind.POST.value,
                given_at=seen,
                read_at=seen,
            )
