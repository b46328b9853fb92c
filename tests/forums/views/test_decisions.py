"""The form in which a case is decided, and what those whom it concerns read."""

import re

import pytest
from django.urls import reverse

from forums.actions.conversation import revise
from forums.actions.deciding import machine_decision
from forums.choices import Concern, Outcome
from forums.models import Decision, HouseModerator, Notice
from forums.refs import new_ref
from forums.rules import Step
from tests.forums.deciding import case_about, cutting, decided, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    return case_about(push, by=cast.ada, concern=Concern.URGES_CONTACT)


def sent(case, rule, *outcomes, **fields):
    return {
        "seen_version": case.version,
        "outcomes": outcomes or ["hide"],
        "rule": rule.pk,
        "reason": "Urges contact.",
        "statement_to_author": "We took it out, kindly.",
        "statement_to_reporter": "Thank you for telling us.",
        "days": 3,
        "look_again": 2,
        "pause_hours": 3,
    } | fields


def page_of(client, url, data=None, **headers):
    response = client.post(url, data, **headers) if data else client.get(url)
    return response, response.content.decode()


def as_shown(form):
    """What a browser would send of it, as it stands on the page."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, [])}


# The form


def test_without_words_there_is_a_draft_first_and_nothing_is_done(cast, push, case, rule):
    client, url = cast.client(cast.bel), case.get_absolute_url()
    nothing_said = {"statement_to_author": "", "statement_to_reporter": ""}
    response, page = page_of(client, url, sent(case, rule, **nothing_said))
    assert response.status_code == 200
    assert "It is not sent yet" in page
    assert not Decision.objects.exists()
    form = response.context["asked"].form
    assert "We took out what you wrote" in form["statement_to_author"].value()
    # Sent as it was drafted, it is decided.
    response = client.post(url, as_shown(form))
    assert response.status_code == 302
    assert Decision.objects.get().statement_to_author == form["statement_to_author"].value()


def test_a_draft_follows_what_is_chosen_until_somebody_changes_it(cast, case, rule):
    client, url = cast.client(cast.bel), case.get_absolute_url()

    def previewed(fields):
        response = client.post(url, fields | {"preview": "1"})
        form = response.context["asked"].form
        return as_shown(form)

    empty = {"statement_to_author": "", "statement_to_reporter": "", "reason": ""}
    first = previewed(sent(case, rule, "hide", **empty))
    second = previewed(first | {"outcomes": ["remove"]})
    assert "We removed" in second["statement_to_author"]
    assert "removed" in second["statement_to_reporter"]
    mine = second | {"statement_to_author": "In my own words."}
    third = previewed(mine | {"outcomes": ["hide"]})
    assert third["statement_to_author"] == "In my own words."
    assert "taken it out" in third["statement_to_reporter"]


def test_what_is_previewed_is_what_they_read(cast, case, rule):
    client, url = cast.client(cast.bel), case.get_absolute_url()
    fields = sent(case, rule, "hide", "suspend", "warn")
    _response, preview = page_of(client, url, fields | {"preview": "1"}, HTTP_HX_REQUEST="true")
    assert "<html" not in preview
    previews = [facts(each) for each in preview.split("It is not sent yet")[1:]]
    assert client.post(url, fields).status_code == 302
    told = [
        facts(page_of(cast.client(user), Decision.objects.get().get_absolute_url())[1])
        for user in (cast.eve, cast.ada)
    ]
    assert [without_times(each) for each in previews] == [without_times(each) for each in told]


def facts(page):
    start = page.index('<div class="prose"')
    return re.sub(r"\s+", " ", page[start : page.index("</dl>", start)])


def without_times(text):
    """The end is reckoned from when it is decided, a moment after the preview."""
    return re.sub(r"until [^<]*", "until", text)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each != Outcome.AWAIT])
def test_every_outcome_can_be_chosen_on_the_page(cast, opening, rule, open_to_anyone, outcome):
    HouseModerator.objects.create(user=cast.bel)
    case = case_about(opening, by=cast.cy)
    form = cast.client(cast.bel).get(case.get_absolute_url()).context["asked"].form
    fields = sent(
        case,
        rule,
        outcome,
        notes=["Threats"],
        marked=opening.source.replace("evenings", "[[evenings]]"),
        marked_title="Day nine",
    )
    assert f'value="{outcome}"' in str(form["outcomes"])
    if outcome == Outcome.MOVE:
        # More people read in the only other circle there is.
        assert list(form.fields["circle"].queryset) == []
        return
    response = cast.client(cast.bel).post(case.get_absolute_url(), fields)
    assert response.status_code == 302, response.context["asked"].form.errors
    assert Decision.objects.get().outcomes == [outcome]


def test_what_only_the_house_decides_is_not_offered_to_others(cast, case):
    form = cast.client(cast.bel).get(case.get_absolute_url()).context["asked"].form
    assert f'value="{Outcome.CLOSE}"' not in str(form["outcomes"])
    assert "everywhere" not in form.fields


def test_what_was_marked_in_a_text_that_has_changed_is_still_there(cast, push, case, rule):
    marked = push.source.replace("answers", "[[answers]]")
    revise(by=cast.eve, post=push, words="Just call them.")
    fields = sent(case, rule, "redact", marked=marked)
    response, page = page_of(cast.client(cast.bel), case.get_absolute_url(), fields)
    assert response.status_code == 422
    assert "[[answers]]" in page
    assert "Perhaps its author has changed it" in page
    assert not Decision.objects.exists()


def test_parts_are_taken_out_by_signs_around_them(cast, push, case, rule):
    marked = push.source.replace("answers", "[[answers]]")
    cast.client(cast.bel).post(case.get_absolute_url(), sent(case, rule, "redact", marked=marked))
    push.refresh_from_db()
    assert push.source == "Just call and get your (a detail was taken out)."


def test_a_case_about_somebody_or_about_a_circle_is_decided_as_well(cast, topic, push, rule):
    HouseModerator.objects.create(user=cast.dov)
    about_eve = case_about(push.author, by=cast.ada, seen_in=push)
    about_circle = case_about(cast.circle, by=cast.ada)
    about_topic = case_about(topic, by=cast.cy, seen_in=push)
    client = cast.client(cast.dov)
    for case, outcome in ((about_eve, "warn"), (about_circle, "talk"), (about_topic, "lock")):
        assert client.get(case.get_absolute_url()).status_code == 200
        assert client.post(case.get_absolute_url(), sent(case, rule, outcome)).status_code == 302
    # Those who look after the circle hear of it, and can read it.
    notice = Notice.objects.get(user=cast.bel, kind="statement")
    assert cast.client(cast.bel).get(notice.decision.get_absolute_url()).status_code == 200


def test_it_is_taken_back_from_the_page_of_the_case(cast, push, case, rule):
    decision = decided(case, rule, by=cast.bel)
    url = reverse("forums:take_back_measure", args=[decision.ref, "hide"])
    assert cast.client(cast.eve).post(url).status_code == 404
    assert "Take it back" in cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    response = cast.client(cast.bel).post(url, follow=True)
    assert "Taken back." in response.content.decode()
    push.refresh_from_db()
    assert push.is_standing()


# What they read


def read_by(cast, user, decision):
    return page_of(cast.client(user), decision.get_absolute_url())


def test_author_and_reporter_read_their_own_statement_and_nobody_elses_name(cast, case, rule):
    decision = decided(case, rule, by=cast.bel)
    for user, own, others in (
        (cast.eve, "To whoever wrote it.", "To whoever reported it."),
        (cast.ada, "To whoever reported it.", "To whoever wrote it."),
    ):
        notice = Notice.objects.get(user=user)
        url = reverse("forums:notice", args=[notice.ref])
        page = cast.client(user).get(url, follow=True).content.decode()
        assert own in page
        assert others not in page
        assert rule.title in page
        assert rule.explanation in page
        for name in ("Linden", cast.bel.sign_in_name, cast.ada.sign_in_name, decision.reason):
            assert name not in page


def test_nobody_else_reads_it_and_there_is_nothing_to_see(cast, case, rule):
    decision = decided(case, rule, by=cast.bel)
    nothing = reverse("forums:decision", args=[new_ref()])
    for user in (cast.cy, cast.dov, cast.bel):
        client = cast.client(user)
        found, none = client.get(decision.get_absolute_url()), client.get(nothing)
        assert (found.status_code, none.status_code) == (404, 404)
    notice = Notice.objects.get(user=cast.eve)
    url = reverse("forums:notice", args=[notice.ref])
    assert cast.client(cast.ada).get(url).status_code == 404


def test_an_author_does_not_learn_that_somebody_complained(cast, case, rule):
    keeping = decided(case, rule, Step(Outcome.KEEP), by=cast.bel)
    assert read_by(cast, cast.eve, keeping)[0].status_code == 404
    assert "It stays as it is." in read_by(cast, cast.ada, keeping)[1]


def test_a_reporter_does_not_learn_what_was_done_about_somebody(cast, case, rule):
    stop = decided(
        case, rule, Step(Outcome.HIDE), Step(Outcome.SUSPEND, until=in_days(3)), by=cast.bel
    )
    author, reporter = (read_by(cast, user, stop)[1] for user in (cast.eve, cast.ada))
    assert "You cannot write." in author
    assert "until" in author
    assert "write" not in reporter.split("<main")[1].split("Another look")[0]
    assert "It was taken out." in reporter


@pytest.mark.parametrize("outcome", [Outcome.REDACT, Outcome.REMOVE, Outcome.HIDE])
def test_its_author_reads_their_own_words_there_and_a_reporter_does_not(
    cast, push, case, rule, outcome
):
    step = cutting(push, "answers") if outcome == Outcome.REDACT else Step(outcome)
    decision = decided(case, rule, step, by=cast.bel)
    assert push.source in read_by(cast, cast.eve, decision)[1]
    assert "get your" not in read_by(cast, cast.ada, decision)[1]


def test_it_says_that_a_machine_did_it(cast, case, rule):
    waiting = machine_decision(case=case, rule=rule)
    page = read_by(cast, cast.eve, waiting)[1]
    assert "The site itself. No person has looked yet." in page
    assert "A moderator looks at it in any case." in page
    # Until a person has decided, there is nothing to tell whoever reported it.
    assert read_by(cast, cast.ada, waiting)[0].status_code == 404


@pytest.mark.parametrize("outcome", [Outcome.SUSPEND, Outcome.CLOSE])
def test_it_is_read_and_answered_by_whoever_is_kept_out(cast, case, rule, outcome):
    HouseModerator.objects.create(user=cast.dov)
    until = in_days(3) if outcome == Outcome.SUSPEND else None
    everywhere = outcome == Outcome.SUSPEND
    stop = decided(case, rule, Step(outcome, until=until, everywhere=everywhere), by=cast.dov)
    client = cast.client(cast.eve)
    for url in ("forums:notices", "forums:mine", "forums:reports"):
        assert client.get(reverse(url)).status_code == 200
    # Their passphrase is asked for first, as of everybody.
    assert "/me/again/" in client.post(reverse("forums:take_away"))["Location"]
    response, page = page_of(client, stop.get_absolute_url(), {"words": "Please."})
    assert response.status_code == 302, page
    assert "Somebody else than whoever decided will look" in read_by(cast, cast.eve, stop)[1]


def test_an_appeal_without_words_is_refused_kindly(cast, case, rule):
    decision = decided(case, rule, by=cast.bel)
    response, page = page_of(cast.client(cast.eve), decision.get_absolute_url(), {"words": " "})
    assert response.status_code == 422
    assert "a sentence or two" in page
