"""What a page of a topic shows, as it is sent."""

import re

POST = re.compile(r'<article class="post[^"]*" id="post-([a-z0-9]{12})"')


def refs_on(response):
    """The refs of the posts on a page, from top to bottom."""
    return POST.findall(response.content.decode())


def links_on(response):
    """The address of each link on a page by its words, of the first of several alike."""
    links = re.findall(
        r'<a[^>]* href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL
    )

    def words(html):
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    return {words(html): address.replace("&amp;", "&") for address, html in reversed(links)}


def pages_from(client, url, link):
    """The pages that one walks through by that link, the first one included."""
    base, pages = url.partition("?")[0], []
    while True:
        pages.append(client.get(url))
        address = links_on(pages[-1]).get(link)
        if not address:
            return pages
        url = base + address
