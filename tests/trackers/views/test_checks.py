"""Self-checks: looked at and forgotten, or made into doors and steps where somebody asks."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.choices import CardKind
from trackers.models import (
    Card,
    Channel,
    ChannelContents,
    KeptCheck,
    KeptCheckContents,
    Person,
    Step,
    StepContents,
)
from trackers.shipped import shipped
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

CHECK = next(piece for piece in shipped() if piece.kind == CardKind.CHECK)
URL = f"/own/checks/{CHECK.page_ref}/"
STEPS = f"{URL}steps/"


def text(response):
    return response.content.decode()


def kept(user, vault, model, as_):
    with rows_of(user.pk):
        return [one.contents for one in vault.open_all(model.objects.visible_to(user), as_)]


def doors(user, vault):
    return [(door.kind, door.label) for door in kept(user, vault, Channel, ChannelContents)]


def steps(user, vault):
    return [step.text for step in kept(user, vault, Step, StepContents)]


def answers(*keys, **more):
    return {"item": str(uuid.uuid4()), "yes": keys, "said": keys} | more


# --- Looking ----------------------------------------------------------------------------------


def test_every_member_can_ask_themselves(cast):
    html = text(cast.client(cast.cy).get(URL))
    for piece in shipped():
        if piece.kind == CardKind.QUESTION:
            assert (piece.title in html) == (piece.group == CHECK.key)


def test_each_yes_has_a_kind_word_and_the_rest_is_left_alone(cast):
    html = text(cast.client(cast.cy).post(URL, {"yes": ["friends-list", "secretly"]}))
    assert "Taking them off takes a minute" in html
    assert "One person who knows is enough" in html
    assert "News is contact" not in html


def test_nothing_of_it_is_written_anywhere(at_home):
    before = dict(at_home.session)
    with CaptureQueriesContext(connection) as asked:
        at_home.post(URL, {"yes": ["friends-list"]})
    written = re.compile(r"^\s*(insert|update|delete)", re.IGNORECASE)
    assert not [query["sql"] for query in asked if written.match(query["sql"])]
    assert dict(at_home.session) == before


def test_no_to_all_of_it_is_said_so(cast):
    assert "Nothing of all that" in text(cast.client(cast.cy).post(URL))


def test_what_is_no_question_is_no_answer(cast):
    answer = cast.client(cast.cy).post(URL, {"yes": ["new-device"]})
    assert answer.status_code == 422


def test_a_check_that_is_not_there_is_not_there(cast, at_home):
    for url in ("/own/checks/000000000000/", "/own/checks/000000000000/steps/"):
        assert at_home.post(url).status_code == 404


def test_a_question_that_is_switched_off_is_not_asked(cast):
    piece = next(piece for piece in shipped() if piece.key == "asking")
    Card.objects.create(
        kind=piece.kind,
        key=piece.key,
        group=piece.group,
        title=piece.title,
        body=piece.body,
        step=piece.step,
        is_on=False,
    )
    assert piece.title not in text(cast.client(cast.cy).get(URL))


# --- Taking up --------------------------------------------------------------------------------


def test_a_yes_becomes_a_door_of_that_person_or_a_step(at_home, ada, vault):
    person = at_home.post("/own/doors/new/", {"name": "E."})["Location"].split("/")[-2]
    said = answers("friends-list", "secretly", person=person)
    for _tap in range(2):
        assert at_home.post(STEPS, said)["Location"] == "/own/doors/"
    assert doors(ada, vault) == [("social", "Friends and contacts lists")]
    assert steps(ada, vault) == ["Tell one person how it really is"]
    assert kept(ada, vault, KeptCheck, KeptCheckContents) == []
    assert "Friends and contacts lists" in text(at_home.get(f"/own/doors/{person}/"))
    assert "Tell one person how it really is" in text(at_home.get("/own/"))


def test_only_what_is_chosen_is_taken_up(at_home, ada, vault):
    said = answers("announced", "secretly") | {"yes": ["secretly"]}
    at_home.post(STEPS, said)
    assert steps(ada, vault) == ["Tell one person how it really is"]


def test_a_name_that_is_not_written_down_yet_is_then(at_home, ada, vault):
    at_home.post(STEPS, answers("number", name="E."))
    assert doors(ada, vault) == [("phone", "Calls that still come through")]
    with rows_of(ada.pk):
        assert Person.objects.count() == 1


def test_about_nobody_it_is_a_step(at_home, ada, vault):
    at_home.post(STEPS, answers("number"))
    assert doors(ada, vault) == []
    assert steps(ada, vault) == ["Calls that still come through"]


def test_nothing_chosen_is_told_and_nothing_is_done(at_home, ada, vault):
    answer = at_home.post(STEPS, answers("number") | {"yes": []})
    assert answer.status_code == 422
    assert "Choose at least one" in text(answer)
    assert 'name="said" value="number"' in text(answer)
    assert steps(ada, vault) == []


def test_somebody_elses_person_cannot_be_chosen(at_home, cast, ada, vault, eves_vault):
    eve = open_own_pages(cast.client(cast.eve))
    theirs = eve.post("/own/doors/new/", {"name": "A."})["Location"].split("/")[-2]
    at_home.post("/own/doors/new/", {"name": "E."})
    assert at_home.post(STEPS, answers("number", person=theirs)).status_code == 422
    assert doors(ada, vault) == []


def test_closed_pages_ask_for_the_passphrase_and_keep_what_was_said(at_home, ada, vault):
    at_home.post("/own/lock/")
    asked = at_home.post(STEPS, {"yes": ["secretly", "number"]})
    assert 'value="secretly"' in text(asked)
    opened = at_home.post(
        STEPS,
        {
            "yes": ["secretly", "number"],
            "vault_passphrase": VAULT_PASSPHRASE,
            "vault_on_the_way_to": "post",
        },
    )
    html = text(opened)
    assert re.search(r'value="secretly"[^>]*checked', html)
    assert steps(ada, vault) == []


def test_a_step_that_is_done_leaves_today(at_home, ada, vault):
    at_home.post(STEPS, answers("secretly"))
    with rows_of(ada.pk):
        step = Step.objects.get()
    done = {"text": "Tell one person how it really is", "done": "on"}
    at_home.post(f"/own/lists/steps/{step.pk}/", done)
    assert "Tell one person" not in text(at_home.get("/own/"))
    assert "<p>Done</p>" in text(at_home.get("/own/lists/steps/"))


# --- Keeping ----------------------------------------------------------------------------------


def test_answers_are_kept_where_somebody_asks_and_can_be_thrown_away(at_home, ada, vault):
    said = answers("secretly", "number", keep="on") | {"yes": ["secretly"]}
    for _tap in range(2):
        at_home.post(STEPS, said)
    [contents] = kept(ada, vault, KeptCheck, KeptCheckContents)
    assert contents.check == CHECK.key
    assert len(contents.said_yes) == 2
    html = text(at_home.get(URL))
    assert f"Yes to 2 of {contents.asked}" in html
    url = re.search(r"/own/checks/[0-9a-f-]{36}/dispose/", html)[0]
    at_home.post(url, {"answer": "dispose"})
    assert kept(ada, vault, KeptCheck, KeptCheckContents) == []


def test_they_can_be_kept_without_taking_anything_up(at_home, ada, vault):
    at_home.post(STEPS, answers(keep="on"))
    [contents] = kept(ada, vault, KeptCheck, KeptCheckContents)
    assert contents.said_yes == []
    assert steps(ada, vault) == []


def test_with_closed_pages_nothing_that_was_kept_shows(at_home):
    at_home.post(STEPS, answers("secretly", keep="on"))
    at_home.post("/own/lock/")
    assert "What you kept" not in text(at_home.get(URL))


def test_nobody_throws_away_what_somebody_else_kept(at_home, cast, ada, eves_vault):
    at_home.post(STEPS, answers("secretly", keep="on"))
    with rows_of(ada.pk):
        row = KeptCheck.objects.get()
    eve = open_own_pages(cast.client(cast.eve))
    url = f"/own/checks/{row.pk}/dispose/"
    assert eve.post(url, {"answer": "dispose"}).status_code == 404
