"""A browser in somebody's hands, and the few moves that every story makes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, Response, expect

from accounts.models import User

BY_HTMX = "control => Boolean(control.closest('[hx-get], [hx-post]'))"
PHONE = {"width": 360, "height": 800}


@dataclass
class Somebody:
    page: Page
    base: str
    scripts: bool

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def not_see(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def follow(self, name: str) -> None:
        self.go_by(self.main.get_by_role("link", name=name).first)

    def press(self, name: str) -> None:
        self.go_by(self.main.get_by_role("button", name=name, exact=True).first)

    def unfold(self, summary: Locator) -> None:
        """Click on what opens something on the page and leads nowhere."""
        summary.click()

    def go_by(self, control: Locator) -> None:
        """Click, and wait for the page that it leads to; htmx stays on the page that is there,
        and the answer to it is waited for.

        Whoever looks at a page right after a bare click may meet the browser on its way.
        """
        if self.scripts and control.evaluate(BY_HTMX):
            with self.page.expect_response(is_answer):
                control.click()
        else:
            with self.page.expect_navigation():
                control.click()

    def type(self, label: str, text: str) -> None:
        self.main.get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        self.main.get_by_label(label, exact=True).first.check(force=True)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sign_in(self, user: User) -> None:
        """As whoever has signed in before: with the cookie that the form leaves."""
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(user)
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.base}
        self.page.context.add_cookies([cookie])
        self.open(reverse(settings.LOGIN_REDIRECT_URL))

    def sign_in_by_form(self, user: User, passphrase: str) -> None:
        self.open("/sign-in/")
        self.type("Sign-in name", user.sign_in_name)
        self.type("Passphrase", passphrase)
        self.press("Sign in")
        expect(self.page).not_to_have_url(self.base + "/sign-in/")

    def check_page(self) -> None:
        """Nothing that axe-core finds, and nothing that has to be scrolled sideways.

        axe-core is a script itself, so it looks only where scripts are on.
        """
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        if self.scripts:
            found = Axe().run(self.page)
            assert found.violations_count == 0, found.generate_report()


def is_answer(response: Response) -> bool:
    """To a click, whether it is a page or a part of one."""
    return response.request.resource_type in ("document", "fetch", "xhr")


def enter(browser: Browser, base: str, *, scripts: bool = True, **options: Any) -> Somebody:
    context = browser.new_context(
        java_script_enabled=scripts,
        # Page scripts are under the site's CSP; axe-core is injected by the test itself.
        bypass_csp=scripts,
        locale="en-GB",
        **{"viewport": PHONE} | options,
    )
    return Somebody(context.new_page(), base, scripts)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def come_in(browser: Browser, live_server: Any, scripts: bool) -> Iterator[Callable[[], Somebody]]:
    """Opens a browser with nothing in it, with or without scripts."""
    came: list[Somebody] = []

    def come() -> Somebody:
        came.append(enter(browser, live_server.url, scripts=scripts))
        return came[-1]

    yield come
    for somebody in came:
        somebody.page.context.close()
