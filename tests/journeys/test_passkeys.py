"""A passkey is made, signs in by itself, and is taken away, with an authenticator that is not
real and a browser that is."""

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import enter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(browser, live_server, cast):
    # Passkeys belong to a name, not to an address of numbers.
    somebody = enter(browser, live_server.url.replace("127.0.0.1", "localhost"))
    developer = somebody.page.context.new_cdp_session(somebody.page)
    developer.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    developer.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield somebody
    somebody.page.context.close()


def test_a_passkey_signs_in_by_itself(ada, cast):
    ada.sign_in_by_form(cast.ada, cast.passphrase)
    ada.open("/me/")
    ada.follow("Look at them, or set them up")
    ada.check_page()
    ada.follow("Make one")
    ada.type("Passphrase", cast.passphrase)
    ada.press("Go on")
    ada.see("A new passkey")
    ada.check_page()
    ada.type("Name", "My phone")
    ada.press("Make it")
    ada.see("Codes on paper")
    ada.check_page()
    ada.follow("I have them")
    ada.follow("Look at them")
    ada.see("My phone")
    ada.check_page()

    ada.page.context.clear_cookies()
    ada.open("/sign-in/")
    ada.check_page()
    ada.press("Sign in with a passkey")
    ada.see("Last time here")

    ada.page.context.clear_cookies()
    ada.open("/sign-in/")
    ada.type("Sign-in name", cast.ada.sign_in_name)
    ada.type("Passphrase", cast.passphrase)
    ada.press("Sign in")
    ada.see("One more step")
    ada.check_page()
    ada.press("Use a passkey")
    ada.see("Last time here")

    ada.open("/me/passkeys/")
    ada.follow("Take it away")
    ada.type("Passphrase", cast.passphrase)
    ada.press("Go on")
    ada.see("It signs nobody in any more.")
    ada.check_page()
    ada.press("Take it away")
    expect(ada.main.get_by_text("My phone")).to_have_count(0)


def test_what_did_not_work_is_said_in_a_sentence(ada, cast):
    ada.open("/sign-in/")
    ada.main.get_by_role("button", name="Sign in with a passkey").click()
    ada.see("That did not work, or was stopped.")
