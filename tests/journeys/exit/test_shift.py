"""Shift, three times: what counts, and what does not."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.exit.stage import Elsewhere, Visitor, lights, press_shift

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DAWN = datetime(2026, 5, 4, 6, tzinfo=UTC)


def test_a_capital_letter_does_not_count(visitor: Visitor, elsewhere: Elsewhere) -> None:
    open_page = visitor().open()
    open_page.get_by_label("Line").focus()

    for letter in "ABC":
        open_page.keyboard.press(f"Shift+{letter}")
    assert lights(open_page) == 0
    expect(open_page.get_by_label("Line")).to_have_value("ABC")

    press_shift(open_page, 2)
    open_page.keyboard.press("Shift+A")
    assert lights(open_page) == 0

    press_shift(open_page, 3)
    open_page.wait_for_url(elsewhere.url)


def test_a_held_shift_counts_once(visitor: Visitor) -> None:
    open_page = visitor().open()

    for _ in range(5):
        open_page.keyboard.down("Shift")
    open_page.keyboard.up("Shift")

    assert lights(open_page) == 1

    open_page.keyboard.down("Shift")
    open_page.keyboard.press("A")
    open_page.keyboard.down("Shift")
    open_page.keyboard.up("Shift")

    assert lights(open_page) == 0


def test_a_click_with_shift_does_not_count(visitor: Visitor) -> None:
    open_page = visitor().open()

    open_page.locator("#served").click(modifiers=["Shift"])

    assert lights(open_page) == 0


@pytest.mark.parametrize(("composing", "counted"), [(False, 2), (True, 0)])
def test_shift_does_not_count_while_an_input_method_composes(
    visitor: Visitor, composing: bool, counted: int
) -> None:
    open_page = visitor().open()

    open_page.evaluate(
        """(isComposing) => {
          for (const type of ["keydown", "keyup", "keydown", "keyup"]) {
            const init = { key: "Shift", isComposing, bubbles: true };
            document.querySelector("input").dispatchEvent(new KeyboardEvent(type, init));
          }
        }""",
        composing,
    )

    assert lights(open_page) == counted


def test_after_five_seconds_the_count_starts_again(visitor: Visitor) -> None:
    visit = visitor()
    visit.context.clock.install(time=DAWN)
    open_page = visit.open()
    # From here on only this test moves the clock, however slow the machine is.
    open_page.clock.pause_at(DAWN + timedelta(hours=1))

    press_shift(open_page, 1)
    open_page.clock.fast_forward(4_900)
    press_shift(open_page, 1)
    open_page.clock.fast_forward(4_900)
    assert lights(open_page) == 2

    open_page.clock.fast_forward(200)
    assert lights(open_page) == 0
    expect(open_page.locator("[data-exit-status]")).to_be_empty()
