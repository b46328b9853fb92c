"""A name for one topic leads nowhere: whoever reads it cannot tell whose it is.

Two worlds are built that differ in one thing. In the one, Willow and Hazel are names that ada
wears in one topic each; in the other, two more people write the same. Whatever anybody else can
open must be the same in both, letter by letter.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.enrolment import enrol
from forums.actions.circles import appoint, choose_persona, join
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.deciding import decide
from forums.actions.following import follow
from forums.actions.reporting import report
from forums.choices import Concern, Outcome, Role
from forums.models import Block, Notice, Persona, Rule
from forums.refs import ALPHABET, LENGTH
from forums.rules import Step
from forums.tasks import announce_posts
from tests.cast import PASSPHRASE, open_to_all

pytestmark = pytest.mark.django_db

REF = re.compile(rf"(?<![a-z0-9])[{ALPHABET}]{{{LENGTH}}}(?![a-z0-9])")
ONCE = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*}|"a":|'
    r'Nobody has these: [^.]*\.|="before-\d+"|/out/\?to=[\w%-]+'
)
NUMBER = re.compile(r"(?<=notices/)\d+|(?<=notices%2F)\d+")
NOON = timezone.now().replace(hour=12, minute=0)
STARTS = (
    "/",
    "/circles/",
    "/notices/",
    "/desk/",
    "/desk/?show=decided",
    "/search/?q=lantern",
    "/search/?q=Willow",
    "/search/?q=Wren",
    "/search/?q=lantern&mine=on",
)
NOT_FOLLOWED = ("/static/", "/sign-out/", "/leave/", "/me/", "/own/")


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "hx-get") and value]


def links_of(response, url):
    links = Links()
    links.feed(response.content.decode())
    for link in links.found:
        parts = urlsplit(urljoin(url, link))
        if not parts.netloc and not parts.path.startswith(NOT_FOLLOWED):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(client):
    """Every page that can be reached, by its address, in the order in which it was found."""
    waiting, seen = list(STARTS), {}
    while waiting:
        url = waiting.pop(0)
        if url in seen:
            continue
        response = client.get(url)
        kind = response.get("Content-Type", "")
        head = f"{response.status_code} {response.get('Location', '')} {kind}\n"
        seen[url] = head + response.content.decode()
        if response.status_code in (301, 302):
            waiting.append(urljoin(url, response["Location"]).partition("#")[0])
        elif "xml" not in kind:
            waiting += links_of(response, url)
    return seen


def without_chance(pages):
    """The pages with each random ref replaced by the place of its first appearance."""
    places = {}

    def place(found):
        return places.setdefault(found.group(), f"ref {len(places)}")

    text = "\n\n".join(f"{url}\n{page}" for url, page in pages.items())
    return NUMBER.sub(place, REF.sub(place, ONCE.sub("", text))).splitlines()


@dataclass
class Writers:
    """Who says what Willow and Hazel say, and how."""

    willow: object
    hazel: object
    willow_wears: str = ""
    hazel_wears: str = ""


def ada_wears_both(cast):
    for sign_in_name, name in (("fay", "Rook"), ("gil", "Teal")):
        user = enrol(sign_in_name=sign_in_name, passphrase=PASSPHRASE)
        choose_persona(by=user, name=name)
    return Writers(cast.ada, cast.ada, "Willow", "Hazel")


def two_more_people(cast):
    people = []
    for sign_in_name, name in (("fay", "Willow"), ("gil", "Hazel")):
        people.append(enrol(sign_in_name=sign_in_name, passphrase=PASSPHRASE))
        choose_persona(by=people[-1], name=name)
        join(by=people[-1], circle=cast.circle)
    return Writers(*people)


def tell(cast, circle, rule, writers):
    """What everybody says and does, in the same order in both worlds."""
    for user in {writers.willow, writers.hazel, cast.cy}:
        join(by=user, circle=circle)
    appoint(by=None, user=cast.bel, circle=circle, role=Role.MODERATOR)
    for user in (cast.cy, cast.eve, cast.dov):
        follow(by=user, circle=cast.circle)
        follow(by=user, circle=circle)
    known = open_topic(by=cast.ada, circle=cast.circle, title="As always", words="A lantern.")
    hers = open_topic(
        by=writers.willow,
        circle=cast.circle,
        title="Where nobody knows me",
        words="No lantern.",
        wish="listen",
        please_not=["leave"],
        face_name=writers.willow_wears,
    )
    public = open_topic(by=cast.cy, circle=circle, title="For all", words="Every lantern.")
    answer = reply(
        by=writers.hazel,
        parent=public.posts.get(),
        words="One more lantern.",
        face_name=writers.hazel_wears,
    )
    reply(by=cast.cy, parent=answer, words="So many.")
    said = reply(by=cast.eve, parent=hers.posts.get(), words="I know this lantern.")
    again = reply(by=writers.willow, parent=said, words="You do not.")
    revise(by=writers.willow, post=again, words="You do not know a lantern.")
    reply(by=cast.eve, parent=known.posts.get(), words="This one as well.")
    for post in (again, answer):
        report(by=cast.cy, subject=post, concern=Concern.OTHER, words="Look.")
    decide(
        by=cast.bel,
        case=answer.cases.get(),
        seen_version=1,
        steps=[Step(Outcome.HIDE)],
        rule=rule,
        reason="So.",
        statement_to_author="Sorry.",
        statement_to_reporter="Thank you.",
    )
    # A block lies between two names, so it must not reach the others of whoever has them.
    wren, someone = cast.ada.personas.get(only_in=None), cast.eve.personas.get()
    Block.objects.create(by=wren, persona=someone)
    announce_posts()
    choose_persona(by=cast.ada, name="Robin")


@dataclass
class World:
    """What everybody but ada finds, and what would tell that it is she."""

    pages: dict[str, dict[str, str]]
    everyday_ref: str
    sign_in_name: str


def look_around(played_cast, make_writers):
    with transaction.atomic(), time_machine.travel(NOON, tick=False):
        cast = played_cast.again()
        rule = Rule.objects.get(place=2)
        tell(cast, open_to_all(cast), rule, make_writers(cast))
        pages = {"signed out": crawl(Client())}
        for part in ("bel", "cy", "dov", "eve"):
            pages[part] = crawl(cast.client(getattr(cast, part)))
        everyday = cast.ada.personas.get(only_in=None)
        transaction.set_rollback(True)
    return World(pages, everyday.ref, cast.ada.sign_in_name)


@pytest.fixture(scope="module")
def worlds(played_cast, django_db_blocker):
    """Both, looked at once: the one where ada wears the names, and the one of two more people."""
    with django_db_blocker.unblock():
        return look_around(played_cast, ada_wears_both), look_around(played_cast, two_more_people)


def test_nobody_can_tell_whether_a_name_for_one_topic_is_somebodys(worlds):
    worn, own = (world.pages for world in worlds)
    for part in worn:
        lines = zip_longest(without_chance(worn[part]), without_chance(own[part]))
        assert [pair for pair in lines if pair[0] != pair[1]][:3] == [], part
    # There was something that could have told.
    for part, pages in worn.items():
        talks = "".join(page for url, page in pages.items() if url.startswith("/t/"))
        assert ("Willow" in talks) is (part != "signed out")
        assert "Hazel" in talks
    assert any("<feed" in page and "Hazel" not in page for page in worn["signed out"].values())
    assert any("lantern" in page for url, page in worn["eve"].items() if "/p/" in url)


def test_no_page_names_the_person_behind_a_name(worlds):
    world, _own = worlds
    for part in ("bel", "cy", "dov", "eve"):
        pages = world.pages[part].values()
        assert sum("Willow" in page for page in pages) >= 3
        for page in pages:
            if "Willow" in page or "Hazel" in page:
                assert world.everyday_ref not in page
            assert world.sign_in_name not in page


# Whose it is, they themselves can tell.


@pytest.fixture
def hers(cast):
    return open_topic(
        by=cast.ada, circle=cast.circle, title="Quietly", words="Lamps.", face_name="Willow"
    )


def test_whoever_wears_it_sees_that_it_is_theirs(cast, hers):
    opening = hers.posts.get()
    page = cast.client(cast.ada).get(hers.get_absolute_url()).content.decode()
    assert reverse("forums:revise", args=[opening.ref]) in page
    box = cast.client(cast.ada).get(reverse("forums:reply", args=[opening.ref])).content.decode()
    assert "You write here as <bdi>Willow</bdi>." in box
    assert "under another name" not in box
    theirs = cast.client(cast.cy).get(hers.get_absolute_url()).content.decode()
    assert reverse("forums:revise", args=[opening.ref]) not in theirs


def test_only_their_owner_finds_both_among_what_is_theirs(cast, hers, topic):
    found = cast.client(cast.ada).get("/search/", {"q": "lamps", "mine": "on"}).content.decode()
    assert "Willow" in found
    for part in ("bel", "cy"):
        client = cast.client(getattr(cast, part))
        assert b"Willow" not in client.get("/search/", {"q": "lamps", "mine": "on"}).content


def test_an_answer_to_a_name_reaches_whoever_wears_it_and_their_own_words_do_not(cast, hers):
    follow(by=cast.ada, circle=cast.circle)
    follow(by=cast.ada, topic=hers)
    reply(by=cast.ada, parent=hers.posts.get(), words="And another thing.")
    announce_posts()
    assert not Notice.objects.filter(user=cast.ada).exists()
    reply(by=cast.cy, parent=hers.posts.get(parent=None), words="I hear you.")
    announce_posts()
    assert Notice.objects.get(user=cast.ada).post.author.name == "Marlow"


def test_a_report_and_a_decision_treat_a_name_as_the_person_behind_it(cast, hers, rule):
    opening = hers.posts.get()
    page = cast.client(cast.ada).post(
        reverse("forums:report", args=[opening.ref]), {"concern": Concern.OTHER}
    )
    assert "This is your own post." in page.content.decode()
    mine = open_topic(
        by=cast.bel, circle=cast.circle, title="Tired", words="Of it.", face_name="Rowan"
    ).posts.get()
    report(by=cast.cy, subject=mine, concern=Concern.OTHER)
    assert b"Tired" not in cast.client(cast.bel).get("/desk/").content
    assert cast.client(cast.bel).get(mine.cases.get().get_absolute_url()).status_code == 404


def test_a_new_everyday_name_leaves_the_others_alone(cast, hers):
    choose_persona(by=cast.ada, name="Robin")
    assert set(Persona.objects.filter(owner=cast.ada).values_list("name", "only_in")) == {
        ("Robin", None),
        ("Willow", hers.pk),
    }
    page = cast.client(cast.ada).get("/circles/name/").content.decode()
    assert "Robin" in page
    assert "Willow" not in page
