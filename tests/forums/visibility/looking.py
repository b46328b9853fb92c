"""What somebody finds when they look everywhere: the pages are asked, as a browser would."""

import re
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from forums.models import Circle, Notice, Post, Topic

REF = r"([a-z0-9]{12})"
# What differs from one answer to the next whatever is asked for.
CHANGES = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass
class Looker:
    """Somebody at a browser; nobody in particular, where there is no user."""

    user: User | None
    client: Client

    def get(self, name, *args, **query):
        return self.client.get(reverse(f"forums:{name}", args=args), query)

    def page(self, topic: Topic) -> str:
        """A topic from its beginning to its end, page after page; empty where it does not exist."""
        first = self.get("topic", topic.ref)
        text = newest = first.content.decode() if first.status_code == 200 else ""
        while later := re.search(rf'rel="next" href="[^"]*\?start={REF}', newest):
            newest = self.get("topic", topic.ref, start=later[1]).content.decode()
            text += newest
        return text

    def posts_on(self, topic: Topic) -> set[str]:
        return set(re.findall(rf'id="post-{REF}"', self.page(topic)))

    def follows_link_to(self, post: Post) -> bool:
        status = self.get("post", post.ref).status_code
        assert status in (302, 404)
        return status == 302

    def finds(self, word: str) -> set[str]:
        return self._posts_linked(self.get("search", q=word))

    def is_told_of(self) -> set[str]:
        # Asked of the page that they are on, before it marks them as read.
        return self._posts_linked(self.get("notices")) if self.user else set()

    def has_mark(self, post: Post) -> bool:
        """Whether something new is shown in the navigation where this is all that there is."""
        if self.user is None:
            return False
        mine = Notice.objects.filter(user=self.user)
        mine.exclude(post=post).update(read_at=timezone.now())
        mine.filter(post=post).update(read_at=None)
        return self.has_news()

    def has_news(self) -> bool:
        return b"news-dot" in self.get("search").content

    def reads_revisions_of(self, post: Post) -> bool:
        return self.get("revisions", post.ref).status_code == 200

    def list_of(self, circle: Circle) -> dict[str, int]:
        """The topics in a circle's list, each with how many answers it is said to have."""
        text = self.get("circle", circle.ref).content.decode()
        entries = re.findall(rf'href="/t/{REF}/"(.*?)</li>', text, re.DOTALL)
        return {ref: int(re.search(r"(\d+)\s+answer", entry)[1]) for ref, entry in entries}

    def feed_of(self, circle: Circle) -> str:
        response = self.get("feed", circle.ref)
        return response.content.decode() if response.status_code == 200 else ""

    @staticmethod
    def _posts_linked(response) -> set[str]:
        text = response.content.decode() if response.status_code == 200 else ""
        return set(re.findall(rf'href="/p/{REF}/"', text))


def answer_to(response):
    """All of an answer but for what changes each time: two that are equal tell nothing apart."""
    headers = {
        name: re.sub(r"'nonce-[^']*'", "'nonce'", value) for name, value in response.headers.items()
    }
    cookies = {name: morsel.OutputString() for name, morsel in response.cookies.items()}
    return response.status_code, headers, sorted(cookies), CHANGES.sub(b"", response.content)
