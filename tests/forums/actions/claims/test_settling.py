import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.models import Message
from forums.actions.circles import join
from forums.actions.claims import go_on, settling, take_over, withdraw_all
from forums.actions.conversation import reply, withdraw
from forums.links import path_of
from forums.models import Block, Claim, Mute, Persona, Post, Reaction, SearchEntry, Topic, Trail
from tests.forums.actions.claims.asking import (
    MO,
    NOW,
    bring_mos_posts,
    brought,
    finish,
    link_for,
    mo,
)
from tests.forums.actions.importing.bring import bring, everything
from tests.forums.actions.test_owed import break_for_good, mend
from tests.forums.quoting import all_done
from tests.forums.wordpress.wxr import comment, item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brought")]
__all__ = ["brought"]


def take(user, address=MO):
    return take_over(by=user, token=link_for(user, address), now=NOW)


def withdraw_mos(user):
    return withdraw_all(by=user, token=link_for(user), now=NOW)


def words_of(persona):
    return set(persona.posts.values_list("source", flat=True))


# --- Under one's own name ---------------------------------------------------------------------


def test_posts_come_under_the_name_of_whoever_claims_them(cast):
    wren = cast.ada.personas.get()
    take(cast.ada)
    assert words_of(wren) == set()
    finish()
    assert words_of(wren) == {"The zebra slept.", "It woke."}
    assert not Persona.objects.filter(name="Mo").exists()
    # What others said there is theirs still.
    assert words_of(Persona.objects.get(name="Flo")) == {"Good for it."}


def test_topics_come_with_their_opening_posts(cast):
    bring(item(2, creator="mo", title="Mine"), head=author("mo", MO))
    take(cast.ada)
    finish(most=1)
    topic = Topic.objects.get(title="Mine")
    assert topic.opened_by == topic.posts.get().author == cast.ada.personas.get()


def author(login, email):
    return (
        f"<wp:author><wp:author_login>{login}</wp:author_login>"
        f"<wp:author_email>{email}</wp:author_email></wp:author>"
    )


def test_they_are_ones_own_from_then_on(cast):
    take(cast.ada)
    finish()
    withdraw(by=cast.ada, post=Post.objects.get(source="It woke."))
    assert not Post.objects.filter(source="It woke.").exists()


def test_many_go_in_parts_and_a_part_that_dies_has_done_nothing(cast, monkeypatch):
    bring_mos_posts(*(comment(n, f"Words {n}") for n in range(100, 120)))
    take(cast.ada)
    assert go_on(now=NOW, most=5)
    assert len(words_of(cast.ada.personas.get())) == 5

    def die(**_which):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(settling.Reaction.objects, "filter", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            go_on(now=NOW, most=5)
    assert len(words_of(cast.ada.personas.get())) == 5
    # Seventeen are left: three whole parts, and one that finds the end.
    assert finish(most=5) == 4
    assert len(words_of(cast.ada.personas.get())) == 22
    assert finish() == 0


@pytest.mark.parametrize("posts", [3, 60])
def test_a_part_costs_the_same_whatever_there_is(cast, posts, django_assert_num_queries):
    bring_mos_posts(*(comment(n, f"Words {n}") for n in range(100, 100 + posts)))
    take(cast.ada)
    with django_assert_num_queries(17):
        go_on(now=NOW, most=3)


def test_whoever_kept_away_from_the_old_name_keeps_away_from_the_new_one(cast):
    wren, marlow = cast.ada.personas.get(), cast.cy.personas.get()
    Block.objects.create(by=marlow, persona=mo(), name="Mo")
    Mute.objects.create(user=cast.bel, persona=mo(), name="Mo")
    # Her own, from the time when she did not know.
    Block.objects.create(by=wren, persona=mo(), name="Mo")
    Mute.objects.create(user=cast.ada, persona=mo(), name="Mo")
    take(cast.ada)
    finish(most=1)
    assert [(row.by, row.persona, row.name) for row in Block.objects.all()] == [
        (marlow, wren, "Mo")
    ]
    assert [(row.user, row.persona, row.name) for row in Mute.objects.all()] == [
        (cast.bel, wren, "Mo")
    ]


def test_whoever_is_behind_a_block_sees_nothing_of_it_already_after_the_first_part(cast):
    Block.objects.create(by=cast.cy.personas.get(), persona=mo(), name="Mo")
    take(cast.ada)
    go_on(now=NOW, most=2)
    assert not Post.objects.visible_to(cast.cy).filter(author=cast.ada.personas.get()).exists()


def quoting_the_zebra(cast):
    """cy quotes Mo, and speaks to them by name."""
    zebra = Post.objects.get(source="The zebra slept.")
    join(by=cast.cy, circle=zebra.topic.circle)
    quote = f"> [Mo]({path_of(zebra.ref)})\n>\n> The zebra slept.\n\n@Mo Yes."
    answer = reply(by=cast.cy, parent=zebra, words=quote)
    assert (answer.quotes.count(), answer.mentions.count()) == (1, 1)
    return answer


def test_whoever_quoted_them_or_spoke_to_them_does_so_by_the_name_of_today(cast):
    answer = quoting_the_zebra(cast)
    take(cast.ada)
    finish()
    all_done()
    answer.refresh_from_db()
    assert answer.html.count("Wren") == 2
    assert not re.search(r"\bMo\b", answer.source + answer.html)
    assert answer.mentions.get().persona == cast.ada.personas.get()


def test_what_she_said_to_herself_without_words_goes(cast):
    zebra = Post.objects.get(source="The zebra slept.")
    for user in (cast.ada, cast.cy):
        Reaction.objects.create(post=zebra, by=user.personas.get(), kind="with_you")
    take(cast.ada)
    finish()
    assert Reaction.objects.get().by == cast.cy.personas.get()


def test_what_she_wrote_under_a_name_for_one_topic_stays_under_it(cast):
    """The two names meet in one topic then, and nothing says that they are one person's."""
    topic = Topic.objects.get()
    face = Persona.objects.create(owner=cast.ada, only_in=topic, name="Willow")
    take(cast.ada)
    finish()
    assert not face.posts.exists()
    assert cast.ada.personas.get(only_in=None).posts.count() == 2


def test_two_addresses_come_under_one_name(cast):
    take(cast.ada)
    take(cast.ada, "flo@mail.example")
    finish()
    assert cast.ada.personas.get().posts.count() == 3


def test_a_second_import_brings_nothing_twice_and_what_is_new_comes_under_her_name(cast):
    take(cast.ada)
    finish()
    before = everything()
    tally = bring_mos_posts()
    assert everything() == before
    assert (tally.topics, tally.replies) == (0, 0)
    bring_mos_posts(comment(8, "New."), comment(9, "Newer.", email="flo@mail.example"))
    assert Post.objects.get(source="New.").author == cast.ada.personas.get()
    assert Post.objects.get(source="Newer.").author.name == "Flo"
    assert not Persona.objects.filter(name__startswith="Mo").exists()


def test_what_an_import_brings_before_the_last_part_comes_along(cast):
    take(cast.ada)
    go_on(now=NOW, most=1)
    bring_mos_posts(comment(8, "New."))
    finish(most=1)
    assert Post.objects.get(source="New.").author == cast.ada.personas.get()


def test_where_her_account_is_gone_meanwhile_the_rest_stays_as_it_is(cast):
    take(cast.dov)
    go_on(now=NOW, most=1)
    cast.dov.personas.update(owner=None)
    cast.dov.delete()
    assert finish() == 1
    assert mo().posts.count() == 1


# --- Withdrawn --------------------------------------------------------------------------------


def test_everything_is_withdrawn_as_one_withdraws_a_post(cast):
    bring(
        item(2, comment(20, "Flo said.", email="flo@mail.example"), creator="mo", title="Mine"),
        head=author("mo", MO),
    )
    posts = list(mo().posts.values_list("pk", flat=True))
    withdraw_mos(cast.ada)
    finish(most=2)
    gone = Post.objects.filter(pk__in=posts)
    assert gone.count() == 3
    assert not gone.exclude(source="", html="").exists()
    assert not gone.filter(withdrawn_at=None).exists()
    assert not SearchEntry.objects.filter(post__in=posts).exists()
    assert not Topic.objects.filter(title="Mine").exists()
    assert Post.objects.filter(source="Good for it.").exists()
    assert Trail.objects.filter(verb="withdraw").count() == 3


def test_words_that_others_quoted_go_from_there_too(cast):
    answer = quoting_the_zebra(cast)
    withdraw_mos(cast.ada)
    finish()
    all_done()
    answer.refresh_from_db()
    assert "Yes." in answer.html
    assert "zebra" not in answer.source + answer.html
    assert not re.search(r"\bMo\b", answer.source + answer.html)


def test_what_was_withdrawn_does_not_come_back_and_neither_does_the_author(cast):
    withdraw_mos(cast.ada)
    finish()
    before = everything()
    tally = bring_mos_posts(comment(8, "New."), comment(9, "Under it.", email="flo@mail.example",
                                                        parent=8))  # fmt: skip
    assert tally.skipped == {"taken_back": 1}
    assert Post.objects.get(source="Under it.").parent.depth == 0
    assert len(everything()[2]) == len(before[2])
    tally = bring(item(3, comment(30, email="flo@mail.example"), creator="mo"),
                  head=author("mo", MO))  # fmt: skip
    assert (tally.topics, tally.skipped) == (0, {"taken_back": 1, "under_left_out": 1})


def test_once_it_is_done_nothing_says_whose_wish_it_was(cast):
    withdraw_mos(cast.ada)
    finish()
    claim = Claim.objects.get()
    assert (claim.user, claim.address, claim.token_hash) == (None, "", None)
    assert not Trail.objects.filter(verb="withdraw").exclude(by=None).exists()


def test_it_goes_on_when_the_account_is_gone(cast):
    withdraw_mos(cast.dov)
    Message.objects.all().delete()
    cast.dov.personas.update(owner=None)
    cast.dov.delete()
    finish()
    assert not Post.objects.filter(source="It woke.").exists()


# --- At once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_workers_and_an_import_at_once_lose_nothing_and_do_nothing_twice(cast):
    bring_mos_posts(*(comment(n, f"Words {n}") for n in range(100, 140)))
    take(cast.ada)
    start, failed = threading.Barrier(3), []

    def work(what):
        start.wait()
        try:
            what()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def import_more():
        for number in range(200, 210):
            bring_mos_posts(comment(number, f"Words {number}"))

    threads = [
        threading.Thread(target=work, args=(what,))
        for what in (import_more, lambda: finish(most=3), lambda: finish(most=3))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    finish()
    assert cast.ada.personas.get().posts.count() == 52
    assert not Persona.objects.filter(name__startswith="Mo").exists()


# --- One that fails -------------------------------------------------------------------------------


def test_one_that_always_fails_is_in_nobodys_way_and_is_tried_again(cast):
    bring(item(9, comment(90, "Mine.", author="Flo", email="flo@mail.example")))
    stuck = take(cast.ada)
    other = take(cast.cy, "flo@mail.example")
    break_for_good("update on forums_post", f"old.author_id = {mo().pk}")
    assert finish() == 2
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.tries, stuck.done_at, other.done_at) == (1, None, NOW)
    assert words_of(mo()) == {"The zebra slept.", "It woke."}
    mend("forums_post")
    assert finish() == 0
    assert finish(now=NOW + timedelta(minutes=1)) == 1
    stuck.refresh_from_db()
    assert stuck.done_at == NOW + timedelta(minutes=1)
    assert "The zebra slept." in words_of(cast.ada.personas.get())
