"""What a page of a topic needs of the topic and of its circle."""

from collections.abc import Sequence
from typing import Any

from forums.models import Circle, Topic
from forums.queries.compiled import columns, made

# Without what no page of a topic needs, some of it long: it would be fetched where it is asked for.
# (psycopg keeps what it made of a statement of up to 4096 letters, and takes a longer one apart
# anew each time.)
OF_TOPIC = columns(
    Topic, but=("import_key", "hidden_title", "last_post_at", "replies_count", "locked_by_id")
)
OF_CIRCLE = columns(
    Circle,
    but=(
        *("id", "about", "guidelines", "question", "language", "opened_on", "notes"),
        *("pause_minutes", "holding", "newcomer_posts", "allows_images"),
    ),
)
TOPIC_WITH_CIRCLE = (*OF_TOPIC, *(f"circle__{name}" for name in OF_CIRCLE))


def topic_with_circle(row: Sequence[Any]) -> Topic:
    """The topic whose columns a row begins with."""
    topic = made(Topic, row[: len(OF_TOPIC)], OF_TOPIC)
    circle = (topic.circle_id, *row[len(OF_TOPIC) : len(TOPIC_WITH_CIRCLE)])
    topic.circle = made(Circle, circle, ("id", *OF_CIRCLE))
    return topic
