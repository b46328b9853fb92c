"""Where the exit stands, and what the pages leave on the device."""

import pytest
from playwright.sync_api import expect

from tests.journeys.exit.stage import DESK, PHONE, ZOOMED, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


IN_REACH = """() => {
  const link = document.querySelector("[data-exit]");
  const box = link.getBoundingClientRect();
  const [right, bottom] = [box.width - 4, box.height - 4];
  const corners = [[4, 4], [right, 4], [4, bottom], [right, bottom]];
  return box.height >= 44 && corners.every(([x, y]) => {
    const top = document.elementFromPoint(box.left + x, box.top + y);
    return top !== null && link.contains(top);
  });
}"""


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED, DESK], ids=["phone", "zoomed", "desk"])
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/sign-up/", "/nowhere/", "/test/1/"])
def test_the_button_is_always_in_reach(
    visitor: Visitor, viewport: dict[str, int], address: str
) -> None:
    visit = visitor(viewport=viewport)
    if not address.startswith("/test/"):
        visit.context.clear_cookies()
    open_page = visit.context.new_page()
    open_page.goto(visit.site + address)

    assert open_page.evaluate(IN_REACH)
    open_page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert open_page.evaluate(IN_REACH)


@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("viewport", [PHONE, ZOOMED, DESK], ids=["phone", "zoomed", "desk"])
def test_what_is_scrolled_to_is_not_covered(
    visitor: Visitor, viewport: dict[str, int], edge: str
) -> None:
    open_page = visitor(viewport=viewport).open()

    found = open_page.locator("#middle").evaluate(
        """(element, block) => {
          element.scrollIntoView({ block });
          const box = element.getBoundingClientRect();
          const points = [box.top + 2, box.bottom - 2];
          return points.map((y) => document.elementFromPoint(box.left + 5, y).id);
        }""",
        edge,
    )

    assert found == ["middle", "middle"]


def test_it_is_not_printed(visitor: Visitor) -> None:
    open_page = visitor().open()

    open_page.emulate_media(media="print")

    expect(open_page.get_by_role("link", name="Leave this page")).to_be_hidden()


def test_nothing_is_stored_on_the_device(visitor: Visitor) -> None:
    visit = visitor()
    open_page = visit.open()
    open_page.get_by_role("link", name="next").click()
    open_page.wait_for_url("**/test/2/")
    open_page.wait_for_function("typeof htmx === 'object'")

    devtools = visit.context.new_cdp_session(open_page)
    devtools.send("DOMStorage.enable")
    for is_local in (True, False):
        found = devtools.send(
            "DOMStorage.getDOMStorageItems",
            {"storageId": {"securityOrigin": visit.site, "isLocalStorage": is_local}},
        )
        assert found["entries"] == []
