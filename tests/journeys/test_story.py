"""The whole story, step by step, as people live it: with scripts and without, on a phone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions.recovery import make_recovery_key
from accounts.tasks import send_messages
from forums.actions.conversation import open_topic, reply
from forums.models import Circle, Trail
from tests.cast import PASSPHRASE
from trackers.tasks import ring_due_reminders

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OWN_PASSPHRASE = "eleven lanterns by the river"


def test_somebody_makes_an_account_and_comes_back(come_in):
    her = come_in()
    her.open("/")
    her.check_page()
    her.follow("Make an account")
    her.check_page()
    her.type("Sign-in name", "mary")
    her.type("Passphrase", PASSPHRASE)
    her.press("Go on")

    her.see("Your way back in")
    her.check_page()
    her.press("Show it now")
    name = her.page.get_by_text(re.compile(r"^mary-\d{4}$")).first.inner_text()
    key = her.page.locator(".secret").inner_text()
    assert len("".join(key.split())) == 25
    her.check_page()
    her.follow("I have kept them")

    her.see("The name others see")
    her.check_page()
    her.type("The name others see", "Quiet River")
    her.press("Go in")
    her.see("Others see you as Quiet River.")
    her.check_page()

    her.open("/me/key/")
    assert key.split()[0] not in her.page.content()
    her.open("/me/")
    her.check_page()
    her.press("Sign out")
    her.open("/circles/")
    expect(her.page).to_have_url(re.compile("/sign-in/"))
    her.check_page()
    her.type("Sign-in name", name)
    her.type("Passphrase", PASSPHRASE)
    her.press("Sign in")
    her.see("Others see you as Quiet River.")


def test_somebody_gets_back_in_with_the_key(come_in, cast):
    key = make_recovery_key(by=cast.ada)
    her = come_in()
    her.open("/sign-in/")
    her.follow("I cannot remember my passphrase")
    her.check_page()
    her.type("Sign-in name", cast.ada.sign_in_name)
    her.type("Recovery key", key)
    her.type("New passphrase", OWN_PASSPHRASE)
    her.press("Set the new passphrase")
    her.see("Your new passphrase is set.")
    her.sign_in_by_form(cast.ada, OWN_PASSPHRASE)
    her.see("Others see you as Wren.")


@pytest.fixture
def conversation(cast):
    topic = open_topic(by=cast.cy, circle=cast.circle, title="Day nine", words="The evenings.")
    reply(by=cast.eve, parent=topic.posts.get(), words="Just call and get your answers.")
    return topic


def test_somebody_reads_a_circle_and_answers(come_in, cast, conversation):
    her = come_in()
    her.sign_in(cast.ada)
    her.follow("Mending")
    her.check_page()
    her.follow("Day nine")
    her.check_page()
    her.go_by(her.main.get_by_role("link", name="Answer Marlow"))
    her.type("Your answer", "I moved the phone to the **kitchen**.")
    her.check_page()
    her.go_by(her.main.locator("form.form").get_by_role("button", name="Answer"))

    said = her.page.get_by_role("article").filter(has_text="I moved the phone").last
    expect(said.locator("strong")).to_have_text("kitchen")
    expect(said.locator(".persona")).to_contain_text("Wren")
    her.check_page()
    her.open(conversation.get_absolute_url())
    # Nested: it stands inside the article of the post that it answers or in its list.
    expect(her.page.locator("ol.replies > li > article", has_text="kitchen")).to_be_visible()


def test_words_that_are_refused_are_still_there(come_in, cast, conversation):
    her = come_in()
    her.sign_in(cast.ada)
    her.open(conversation.get_absolute_url())
    her.go_by(her.main.get_by_role("link", name="Answer Marlow"))
    her.type("Your answer", "   ")
    her.go_by(her.main.locator("form.form").get_by_role("button", name="Answer"))
    her.see("There are no words in it yet.")
    her.type("Your answer", "Now with words.")
    her.go_by(her.main.locator("form.form").get_by_role("button", name="Answer"))
    expect(her.page.get_by_role("article").filter(has_text="Now with words.").last).to_be_visible()


@pytest.mark.parametrize("keeps", [False, True], ids=["hidden", "kept"])
def test_a_report_becomes_a_decision_that_everybody_hears_of(come_in, cast, conversation, keeps):
    her = come_in()
    her.sign_in(cast.ada)
    her.open(conversation.get_absolute_url())
    push = her.page.get_by_role("article").filter(has_text="Just call").last
    her.unfold(push.get_by_label("More about this post").last)
    her.go_by(push.get_by_role("link", name="Report"))
    her.check_page()
    her.choose("It urges contact or confrontation")
    her.type("Anything else", "This kept me going back.")
    her.press("Send it")
    her.see("A moderator will look at it")

    bel = come_in()
    bel.sign_in(cast.bel)
    bel.go_by(bel.page.get_by_role("link", name="Desk"))
    bel.check_page()
    bel.follow("Day nine")
    for text in ("Just call and get", "This kept me going back.", "The evenings."):
        bel.see(text)
    bel.check_page()
    bel.choose("Leave it as it is" if keeps else "Hide it")
    bel.main.get_by_label("By which rule").select_option(label="No push in either direction")
    bel.type("Why", "Urges contact.")
    bel.unfold(bel.main.locator("summary", has_text="Say it in your own words"))
    if not keeps:
        bel.type("What the author reads", "We took it out, kindly.")
    bel.type("What whoever reported it reads", "Thank you for telling us.")
    bel.press("Decide")
    bel.see("Decided.")
    bel.open("/desk/?show=decided")
    bel.follow("Day nine")
    bel.see("It was decided.")
    bel.check_page()
    assert Trail.objects.filter(verb="decide", by=cast.bel).count() == 1

    her.open("/notices/")
    her.check_page()
    her.follow("An answer to your report")
    her.see("Thank you for telling us.")
    her.check_page()

    eve = come_in()
    eve.sign_in(cast.eve)
    eve.open("/notices/")
    if keeps:
        eve.see("Nothing here.")
    else:
        eve.follow("A decision about something you wrote")
        eve.see("We took it out, kindly.")
        eve.see("No push in either direction")
        eve.see("Just call and get your answers.")
        eve.check_page()
        her.open(conversation.get_absolute_url())
        her.see("A moderator took this out.")
        her.not_see("Just call and get your answers.")


def set_up_own_pages(her, user):
    make_recovery_key(by=user)
    her.open("/own/")
    her.see("Set them up")
    her.check_page()
    her.type("Passphrase", OWN_PASSPHRASE)
    her.type("Once more", OWN_PASSPHRASE)
    her.press("Set them up")


def test_somebody_keeps_a_private_day(come_in, cast):
    her = come_in()
    her.sign_in(cast.ada)
    set_up_own_pages(her, cast.ada)
    her.see("Did something happen?")
    her.check_page()

    her.follow("They rang")
    her.check_page()
    her.choose("I did not answer")
    her.press("Save")
    her.see("I did not answer")
    expect(her.page.locator("[aria-current=date][data-state=held]")).to_be_visible()

    her.main.locator("input[name=mood][value='4']").check(force=True)
    her.main.locator("input[name=urge][value='7']").check(force=True)
    her.type("A line about it", "The zebra slept.")
    her.press("Save")
    her.see("The zebra slept.")
    her.check_page()

    her.follow("Write a note")
    her.check_page()
    her.type("Title", "Evening")
    her.main.locator("textarea[name=text]").fill("Seven boats on the water.")
    her.press("Save")
    her.see("Seven boats on the water.")
    her.open("/own/notes/")
    her.see("Evening")
    her.check_page()

    her.press("Lock now")
    her.open("/own/")
    her.not_see("The zebra slept.")
    her.check_page()
    her.type("Passphrase", OWN_PASSPHRASE)
    her.press("Open")
    her.see("The zebra slept.")


def test_a_reminder_reaches_the_mailbox_and_says_nothing(come_in, cast, settings, tmp_path):
    settings.DEV_MAILBOX, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    her = come_in()
    her.sign_in(cast.ada)
    set_up_own_pages(her, cast.ada)

    her.open("/me/mail/")
    her.check_page()
    her.type("E-mail address", "a@example.org")
    her.choose("Nobody else can read this mailbox")
    her.press("Use this address")
    her.see("Your passphrase once more")
    her.type("Passphrase", PASSPHRASE)
    her.press("Go on")
    her.see("A link was sent to a@example.org")
    send_messages()
    her.open("/dev/mailbox/")
    her.check_page()
    link = re.search(r"/n/\w+/", her.page.inner_text("body")).group()
    her.open(link)
    her.check_page()
    her.press("Yes, use it")
    assert EmailAddress.objects.filter(user=cast.ada, verified=True).exists()

    her.open("/me/hours/")
    her.check_page()
    her.press("Let mail come then")
    her.see("A mail may come between 18:00 and 19:00, every day.")
    her.check_page()

    her.open("/own/reminders/")
    her.check_page()
    # Far enough for the form to be sent before; the clock goes there at once.
    soon = timezone.localtime() + timedelta(minutes=10)
    her.type("At", soon.strftime("%H:%M"))
    her.press("Set it")
    her.check_page()
    with time_machine.travel(soon + timedelta(minutes=1), tick=True):
        ring_due_reminders()
        send_messages()
    her.open("/dev/mailbox/")
    newest = her.page.get_by_role("article").first
    expect(newest).to_contain_text("A note for you")
    expect(newest).to_contain_text("List-Unsubscribe")
    assert cast.ada.sign_in_name not in newest.inner_text()
    assert "Wren" not in newest.inner_text()


def test_an_operator_brings_a_community_along(come_in, cast, capsys):
    export = Path(__file__).parents[1] / "forums" / "wordpress" / "data" / "version-1.2.xml"
    call_command("import_wordpress", str(export), circle="The old place")
    circle = Circle.objects.get(name="The old place")
    her = come_in()
    her.sign_in(cast.ada)
    her.open(circle.get_absolute_url())
    her.check_page()
    topic = circle.topics.filter(replies_count__gt=0).first()
    her.follow(topic.title)
    expect(her.page.get_by_role("article")).to_have_count(topic.posts.count())
    her.check_page()
