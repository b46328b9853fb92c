"""Fills an empty site in bulk, with the rows that the verbs would have written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model
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
    Topic,
    Trail,
)
from forums.validators import fold_name
from tests.performance.copying import copy_in, go_on_counting
from tests.performance.sizes import PASSPHRASE, READER, Size
from tests.performance.talk import Said, long_talk, talk
from tests.performance.words import RARE, chances, text, title

CIRCLES = ("Good news", "First thirty days", "Children between us", "Mending")
LENGTHS = (4, 6, 10, 20)
TEXTS = 500
TOPICS_AT_ONCE = 500
# So many say the rare word; one post of so many is hidden, withdrawn, changed.
RARELY, HIDDEN, WITHDRAWN, CHANGED = 5, 60, 61, 20
AS_LONG_AS = timedelta(days=730)

Row = TypeVar("Row", bound=Model)

# In the order in which one row asks for another.
TABLES = (Topic, Post, Revision, Announcement, Trail, Notice, Reading, Following)


@dataclass(frozen=True)
class Text:
    source: str
    html: str


def written(source: str) -> Text:
    return Text(source, html_from_markdown(source))


TEXT_OF = [written(text(chances(number))) for number in range(TEXTS)]


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
        self.numbers = {model: count(1) for model in TABLES}
        self.pause = AS_LONG_AS / size.posts
        self.clock = now - AS_LONG_AS
        self.rows: dict[type[Model], list[Model]] = {}

    def write(self) -> None:
        with tqdm(total=self.size.posts, desc=self.size.name, unit=" posts", disable=None) as bar:
            for talks in self._talks():
                self.rows = {model: [] for model in TABLES}
                for name, said in talks:
                    self._add_topic(name, said)
                with transaction.atomic():
                    for rows in filter(None, self.rows.values()):
                        copy_in(rows)
                bar.update(len(self.rows[Post]))
        go_on_counting(TABLES)

    def _talks(self) -> Iterator[list[tuple[str, list[Said]]]]:
        """Titles and conversations, some at a time; the longest one is the first."""
        yield [("The longest", long_talk(self.size.longest, chances(self.size.longest)))]
        for first in range(0, self.size.topics, TOPICS_AT_ONCE):
            numbers = range(first, min(first + TOPICS_AT_ONCE, self.size.topics))
            # The same in every size, so that only the size differs.
            yield [
                (title(chances(n % 1000)), talk(LENGTHS[n % len(LENGTHS)], chances(n % 1000)))
                for n in numbers
            ]

    def _add(self, row: Row) -> Row:
        row.pk = next(self.numbers[type(row)])
        self.rows[type(row)].append(row)
        return row

    def _add_topic(self, name: str, said: list[Said]) -> None:
        topic = self._add(
            Topic(
                title=name,
                opened_at=self.clock,
                last_post_at=self.clock + self.pause * (len(said) - 1),
                replies_count=len(said) - 1,
            )
        )
        topic.circle, topic.opened_by = self._circle_of(topic), self._author_of(topic, 0)
        posts: list[Post] = []
        for part in said:
            posts.append(self._post(topic, part, posts))
            self._add_traces(posts[-1])
            self.clock += self.pause
        self._add_what_the_reader_has(topic, posts)

    def _circle_of(self, topic: Topic) -> Circle:
        return self.circles[0 if topic.pk % 10 < 7 else 1 + topic.pk % (len(self.circles) - 1)]

    def _author_of(self, topic: Topic, number: int) -> Persona:
        return self.personas[(topic.pk * 31 + number * number * 7) % len(self.personas)]

    def _post(self, topic: Topic, said: Said, before: list[Post]) -> Post:
        what = TEXT_OF[(topic.pk * 13 + said.number) % TEXTS]
        if said.number == 1 and topic.pk % 10 == 2 and topic.pk < RARELY * 10:
            what = written(f"{what.source}\n\nLike a {RARE}.")
        post = Post(
            topic=topic,
            parent=None if said.answers is None else before[said.answers],
            path=said.path,
            depth=said.depth,
            answers_count=said.answers_count,
            author=self._author_of(topic, said.number),
            source=what.source,
            html=what.html,
            said_at=self.clock,
        )
        self._add(post)
        if said.number > 1:
            self._change(post)
        return post

    def _change(self, post: Post) -> None:
        later = post.said_at + self.pause
        if post.pk % HIDDEN == 0:
            post.hidden_at, post.hidden_by = later, self.personas[1].owner
        elif post.pk % WITHDRAWN == 0:
            post.withdrawn_at, post.source, post.html = later, "", ""
        elif post.pk % CHANGED == 0:
            post.edited_at = later
            old = TEXT_OF[post.pk % TEXTS]
            self._add(Revision(post=post, source=old.source, html=old.html, replaced_at=later))

    def _add_traces(self, post: Post) -> None:
        is_opening = post.parent_id is None
        self._add(
            Trail(
                at=post.said_at,
                by_id=post.author.owner_id,
                verb="open_topic" if is_opening else "reply",
                subject_kind="topic" if is_opening else "post",
                subject_ref=post.topic.ref if is_opening else post.ref,
            )
        )
        self._add(Announcement(post=post, owed_at=post.said_at, told_at=post.said_at))

    def _add_what_the_reader_has(self, topic: Topic, posts: list[Post]) -> None:
        """Half of it read, a fiftieth followed, a tenth told of; all of that was looked at."""
        reader, newest = self.personas[0].owner, posts[-1]
        if topic.pk % 2 == 0:
            self._add(Reading(user=reader, topic=topic, up_to=posts[len(posts) // 2].pk))
        if topic.pk % 50 == 0:
            self._add(Following(user=reader, topic=topic))
        if topic.pk % 10 == 0:
            seen = newest.said_at
            notice = Notice(user=reader, post=newest, given_at=seen, read_at=seen)
            notice.kind = choices.NoticeKind.POST
            self._add(notice)
