"""The people whom every test knows.

ada and cy are members, bel moderates, dov is signed in but in no circle, eve is the person
somebody is hiding from (and a member, as she would be).
"""

from dataclasses import dataclass, field

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.actions.enrolment import enrol
from accounts.models import User
from forums.actions.circles import appoint, choose_persona, join, open_circle
from forums.actions.conversation import open_topic, reply
from forums.choices import Reading, Role
from forums.models import Circle, Notice, Post, Rule, Topic
from tests.played import Played

# The real hasher, with as little work as it can do.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1

PASSPHRASE = "seven quiet boats at dusk"
PERSONAS = {"ada": "Wren", "bel": "Linden", "cy": "Marlow", "dov": "Juniper", "eve": "Someone"}


@dataclass
class Cast:
    ada: User
    bel: User
    cy: User
    dov: User
    eve: User
    circle: Circle
    passphrase: str = PASSPHRASE
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, user: User) -> Client:
        """The browser of one of them, signed in."""
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user)
        return self.clients[user.pk]


def make_cast() -> Cast:
    people = {part: enrol(sign_in_name=part, passphrase=PASSPHRASE) for part in PERSONAS}
    for part, name in PERSONAS.items():
        choose_persona(by=people[part], name=name)
    circle = open_circle(by=None, name="Mending", about="What comes back, and how.")
    for part in ("ada", "cy", "eve"):
        join(by=people[part], circle=circle)
    appoint(by=None, user=people["bel"], circle=circle, role=Role.MODERATOR)
    forget_notices(circle)
    return Cast(**people, circle=circle)


def forget_notices(circle: Circle) -> None:
    """Whoever looks after it has done so for long: nobody has anything to hear of."""
    Notice.objects.filter(circle=circle).delete()


@pytest.fixture(autouse=True)
def forgotten_tries() -> None:
    """Rate limits count from nothing in every test."""
    cache.clear()


@pytest.fixture(scope="session")
def played_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Played[Cast]:
    with django_db_blocker.unblock():
        return Played(make_cast)


@pytest.fixture
def cast(db: None, played_cast: Played[Cast]) -> Cast:
    return played_cast.again()


@pytest.fixture
def open_to_anyone(cast: Cast) -> Circle:
    return open_to_all(cast)


def open_to_all(cast: Cast) -> Circle:
    """A circle that can be read without an account."""
    circle = open_circle(by=None, name="Good news", reading=Reading.ANYONE)
    join(by=cast.ada, circle=circle)
    return circle


@pytest.fixture
def closed(cast: Cast) -> Circle:
    """A circle with a door: ada is in it, cy is its host, bel moderates it."""
    circle = open_circle(
        by=None,
        name="By the stove",
        about="A small one.",
        guidelines="Leave out names.",
        reading=Reading.CLOSED,
        question="What brings you here?",
    )
    for user, role in (
        (cast.ada, Role.MEMBER),
        (cast.cy, Role.HOST),
        (cast.bel, Role.MODERATOR),
    ):
        appoint(by=None, user=user, circle=circle, role=role)
    forget_notices(circle)
    return circle


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The *evenings*.")


@pytest.fixture
def opening(topic: Topic) -> Post:
    return topic.posts.get(parent=None)


@pytest.fixture
def push(cast: Cast, opening: Post) -> Post:
    """What eve said, and should not have."""
    return reply(by=cast.eve, parent=opening, words="Just call and get your answers.")


@pytest.fixture
def rule(db: None) -> Rule:
    """One of the house's rules."""
    return Rule.objects.get(place=2)
