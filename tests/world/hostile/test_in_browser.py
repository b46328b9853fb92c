"""The corpus in a real browser, whose own parser has the last word."""

import pytest

from forums.actions.conversation import open_topic, reply
from forums.markup import html_from_html, html_from_markdown
from forums.models import Post
from tests.world.hostile.corpus import corpus, wrong_with
from tests.world.hostile.test_corpus import RENDERERS

pytestmark = pytest.mark.journey

LISTEN = """
    window.ran = [];
    window.x = () => ran.push('x()');
    window.alert = window.open = window.x;
    document.addEventListener('securitypolicyviolation', event => ran.push(event.blockedURI));
"""
# As the page got it, and once more as somebody gets who copies it: some attempts wait for that.
READ = """html => {
    const first = document.createElement('div'), again = document.createElement('div');
    document.body.replaceChildren(first, again);
    first.innerHTML = html;
    again.innerHTML = first.innerHTML;
    for (const each of document.body.querySelectorAll('*'))
        for (const name of ['click', 'mouseover', 'focus', 'toggle'])
            if (!(name == 'click' && each.localName == 'a')) each.dispatchEvent(new Event(name));
    return [...document.body.querySelectorAll('div *')].map(each => [
        each.localName,
        each.namespaceURI == 'http://www.w3.org/1999/xhtml',
        Object.fromEntries([...each.attributes].map(one => [one.name, one.value])),
        each.protocol || '',
    ]);
}"""
# Of a link that leads nowhere it says ":".
SCHEMES = {"", ":", "http:", "https:", "mailto:"}


@pytest.fixture
def listening(browser, context_options, live_server):
    """A page without any policy, and all that it asked for."""
    context = browser.new_context(**context_options)
    context.add_init_script(LISTEN)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page(), asked
    context.close()


@pytest.mark.parametrize(("render", "tags"), RENDERERS.values(), ids=RENDERERS)
def test_its_parser_finds_nothing_either(listening, live_server, render, tags):
    page, asked = listening
    # Where addresses without a host lead somewhere.
    page.goto(live_server.url + "/robots.txt")
    asked.clear()
    wrong = {}
    for attempt in corpus():
        for tag, is_html, attributes, scheme in page.evaluate(READ, render(attempt)):
            found = wrong_with(tag, attributes, tags)
            found += [] if is_html else [f"<{tag}> of another kind"]
            found += [] if scheme in SCHEMES else [f"leads to {scheme}"]
            if found:
                wrong.setdefault(attempt[:80], []).extend(found)
    assert wrong == {}
    assert page.evaluate("window.ran") == []
    assert asked == []


@pytest.mark.django_db(transaction=True)
def test_as_posts_they_run_nothing_and_fetch_nothing(listening, live_server, cast):
    """On the page itself, where not even the policy has anything to refuse."""
    page, asked = listening
    topic = open_topic(
        by=cast.ada, circle=cast.circle, title="<script>x()</script>", words="Day one."
    )
    post = reply(by=cast.ada, parent=topic.posts.get(), words="Look.")
    short = [attempt for attempt in corpus() if len(attempt) < 300]
    # Past the look that is taken at numbers and addresses of people.
    html = "".join(html_from_markdown(each) + html_from_html(each) for each in short)
    Post.objects.filter(pk=post.pk).update(html=html)
    client = cast.client(cast.ada)
    cookie = {"name": "s", "value": client.cookies["s"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + topic.get_absolute_url())
    assert page.get_by_text("press").count() > 10
    assert page.evaluate("window.ran") == []
    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    assert {url for url in asked if "far.example" in url or "/leave" in url} == set()
