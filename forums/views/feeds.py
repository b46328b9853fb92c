from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from forums.models import Circle, Post
from forums.queries.feeds import opening_posts

# A feed reader fetches without a session, so a feed shows what anybody may read, whoever asks.


class CircleFeed(Feed):
    """The newest topics of a circle that is open to anyone. Other circles have none."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        response["X-Robots-Tag"] = "all"
        return response

    def get_object(self, request: HttpRequest, ref: str) -> Circle:
        return get_object_or_404(Circle.objects.open_to_anyone(), ref=ref)

    def title(self, circle: Circle) -> str:
        return circle.name

    def subtitle(self, circle: Circle) -> str:
        return circle.about

    def link(self, circle: Circle) -> str:
        return circle.get_absolute_url()

    def items(self, circle: Circle) -> list[Post]:
        return opening_posts(circle)

    def item_title(self, post: Post) -> str:
        return post.topic.title

    def item_description(self, post: Post) -> str:
        return post.html

    def item_link(self, post: Post) -> str:
        return post.topic.get_absolute_url()

    def item_author_name(self, post: Post) -> str:
        return post.author.name

    def item_pubdate(self, post: Post) -> Any:
        # The day alone: the minute at which somebody writes is theirs.
        return post.said_at.replace(hour=0, minute=0, second=0, microsecond=0)
