"""Two look up whose a name is; and somebody takes back everything they wrote."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.actions.conversation import open_topic, reply
from forums.actions.erasing import SPREAD, go_on_erasing
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import Concern
from forums.models import Post

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def topic(cast):
    return open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")


def test_two_look_up_whose_a_name_is_and_the_log_has_it(come_in, cast, topic):
    for user in (cast.bel, cast.dov):
        appoint_to_house(by=None, user=user)
    threat = reply(by=cast.eve, parent=topic.posts.get(), words="I know where you live.")
    case = report(by=cast.ada, subject=threat, concern=Concern.THREAT, words="Please.").case
    name = cast.eve.sign_in_name

    one, two = come_in(), come_in()
    one.sign_in(cast.bel)
    one.open(case.get_absolute_url())
    one.unfold(one.main.locator("summary", has_text="What has been done"))
    one.follow("Ask whose a name is")
    one.check_page()
    one.type("Why it has to be known", "A threat.")
    one.press("Ask the others")
    one.see("Asked.")
    one.check_page()
    asked_at = one.page.url

    two.sign_in(cast.dov)
    two.open("/desk/names/")
    two.check_page()
    two.go_by(two.main.locator(".topic-title").first)
    two.press("Yes, both of us look")
    two.see("You can both look now")
    two.not_see(name)
    two.press("Look")
    two.see(name)
    two.check_page()

    one.page.goto(asked_at)
    one.press("Look")
    one.see(name)
    one.open("/desk/log/")
    one.check_page()
    one.not_see(name)
    expect(one.main.get_by_text("Looked at whose a name is", exact=False)).to_have_count(3)


def test_somebody_takes_back_everything(come_in, cast, topic):
    her = come_in()
    her.sign_in(cast.ada)
    her.open("/circles/mine/")
    her.follow("Take back everything you wrote")
    her.main.locator("input[name=password]").fill(cast.passphrase)
    her.press("Go on")
    her.see("One post")
    her.check_page()
    her.press("Take it back for good")
    her.see("Please choose one of the two.")
    her.check_page()
    her.choose("Take them all away, pictures and titles as well")
    her.choose("I know that this cannot be taken back")
    her.press("Take it back for good")
    her.see("It has begun.")
    while go_on_erasing(now=timezone.now() + SPREAD):
        pass
    assert Post.objects.get().source == ""
    her.open("/circles/mine/")
    her.see("You have not written anything yet")
