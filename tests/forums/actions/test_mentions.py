import pytest
from django.utils import timezone

from forums.actions.conversation import open_topic, reply, revise
from forums.actions.distance import block
from forums.actions.following import announce, follow
from forums.choices import NoticeKind
from forums.models import Mention, Notice, Persona
from forums.queries.mentions import MOST_NAMES, names_met
from forums.queries.readers import reader_of


def spoken_to(post):
    return set(post.mentions.values_list("persona__name", flat=True))


def kinds_told(user):
    announce(now=timezone.now())
    return list(Notice.objects.visible_to(user).order_by("id").values_list("kind", flat=True))


@pytest.fixture
def answer(cast, opening):
    return reply(by=cast.cy, parent=opening, words="With you.")


def test_whoever_has_written_in_the_topic_can_be_spoken_to(cast, opening, answer):
    said = reply(by=cast.ada, parent=answer, words="Thank you, @marlow. And @Juniper, @Linden?")
    assert spoken_to(said) == {"Marlow"}
    assert '<span class="mention">@marlow</span>. And @Juniper, @Linden?' in said.html
    assert reply(by=cast.bel, parent=opening, words="@Linden is me").mentions.count() == 0


def test_somebody_who_wrote_elsewhere_only_is_not_spoken_to(cast, opening, answer):
    other = open_topic(by=cast.ada, circle=cast.circle, title="Day ten", words="@Marlow, look.")
    assert not other.posts.get().mentions.exists()


def test_they_are_told_once_and_an_answer_counts_first(cast, topic, opening, answer):
    follow(by=cast.ada, topic=topic)
    reply(by=cast.eve, parent=answer, words="@Wren and @Marlow, @Marlow.")
    assert kinds_told(cast.ada) == [NoticeKind.ANSWER, NoticeKind.MENTION]
    assert kinds_told(cast.cy) == [NoticeKind.ANSWER]
    assert kinds_told(cast.eve) == []


def test_nobody_is_told_that_they_spoke_to_themselves(cast, opening, answer):
    said = reply(by=cast.cy, parent=opening, words="@Marlow is what I am called.")
    assert spoken_to(said) == {"Marlow"}
    assert kinds_told(cast.cy) == []


@pytest.mark.parametrize("who", ["writer", "other"])
def test_behind_a_block_nobody_is_spoken_to_or_told(cast, opening, push, who):
    eve, ada = (Persona.objects.get(owner=user) for user in (cast.eve, cast.ada))
    if who == "writer":
        block(by=cast.ada, persona=eve)
    else:
        block(by=cast.eve, persona=ada)
    said = reply(by=cast.ada, parent=opening, words="And you, @Someone?")
    assert not said.mentions.exists()
    assert "mention" not in said.html
    assert kinds_told(cast.eve) == []
    assert names_met(opening.topic, reader_of(cast.circle, cast.ada)) == []


def test_whoever_blocks_after_it_was_said_is_not_told(cast, opening, push, answer):
    said = reply(by=cast.cy, parent=opening, words="And you, @Someone?")
    assert spoken_to(said) == {"Someone"}
    block(by=cast.eve, persona=Persona.objects.get(owner=cast.cy))
    assert kinds_told(cast.eve) == []


def test_a_notice_says_who_spoke_and_where(cast, topic, opening, push):
    reply(by=cast.cy, parent=opening, words="And you, @Someone?")
    announce(now=timezone.now())
    page = cast.client(cast.eve).get("/notices/").content.decode()
    assert "Somebody spoke to you by name" in page
    assert "<bdi>Marlow</bdi> in “<bdi>Day nine</bdi>”" in page


def test_changing_a_post_remembers_everybody_it_ever_spoke_to(cast, opening, push):
    said = reply(by=cast.cy, parent=opening, words="And you, @Someone?")
    revise(by=cast.cy, post=said, words="And you, @Wren?")
    assert spoken_to(said) == {"Someone", "Wren"}
    assert ">@Wren</span>" in said.__class__.objects.get(pk=said.pk).html
    assert Mention.objects.count() == 2


def test_the_preview_shows_quotes_and_names_as_they_will_be(cast, topic, opening, push):
    words = f"> [X](/p/{push.ref}/)\n>\n> Just call.\n\nNo, @Someone."
    said = reply(by=cast.cy, parent=opening, words=words)
    for url in (f"/p/{opening.ref}/reply/", f"/p/{said.ref}/change/"):
        page = cast.client(cast.cy).post(url, {"words": words, "preview": ""}).content.decode()
        assert said.html in page


def test_names_are_offered_the_latest_first_and_not_ones_own(cast, topic, opening, push, answer):
    assert names_met(topic, reader_of(cast.circle, cast.bel)) == ["Marlow", "Someone", "Wren"]
    assert names_met(topic, reader_of(cast.circle, cast.cy)) == ["Someone", "Wren"]
    page = cast.client(cast.bel).get(f"/p/{opening.ref}/reply/").content.decode()
    assert "<bdi>Marlow</bdi>, <bdi>Someone</bdi>, <bdi>Wren</bdi>" in page
    assert MOST_NAMES < 20


def test_a_quote_is_put_behind_what_was_begun_and_only_once(cast, opening, push):
    client, url = cast.client(cast.cy), f"/p/{push.ref}/reply/?quote={push.ref}"
    quote = f"> [Someone](/p/{push.ref}/)\n>\n> Just call and get your answers.\n\n"
    form = client.get(url).context["form"]
    assert form["words"].value() == quote
    client.post(f"/p/{push.ref}/draft/", {"words": "No."})
    form = client.get(url).context["form"]
    assert form["words"].value() == f"No.\n\n{quote}"
    client.post(f"/p/{push.ref}/draft/", {"words": f"No.\n\n{quote}Really."})
    assert client.get(url).context["form"]["words"].value() == f"No.\n\n{quote}Really."


def test_what_is_quoted_leaves_out_what_it_quotes_and_is_not_endless(cast, opening, push):
    words = f"> [Someone](/p/{push.ref}/)\n> Just call.\n\nNo.\n\n" + 300 * "Never again. "
    said = reply(by=cast.cy, parent=push, words=words)
    page = cast.client(cast.ada).get(f"/p/{said.ref}/reply/?quote={said.ref}")
    words = page.context["form"]["words"].value()
    assert words.startswith(f"> [Marlow](/p/{said.ref}/)\n>\n> No.\n>\n> Never again.")
    assert "call" not in words
    assert words.endswith("Never again. …\n\n")
    assert len(words) < 2200


@pytest.mark.parametrize("ref", ["", "zzzzzzzzzzzz", "x" * 10_000, "\0", "elsewhere"])
def test_what_cannot_be_quoted_here_is_not(cast, opening, ref):
    other = open_topic(by=cast.ada, circle=cast.circle, title="Day ten", words="Elsewhere.")
    ref = other.posts.get().ref if ref == "elsewhere" else ref
    page = cast.client(cast.cy).get(f"/p/{opening.ref}/reply/", {"quote": ref})
    assert page.status_code == 200
    assert page.context["form"]["words"].value() == ""
