"""A case with what it is about, held for one transaction."""

from dataclasses import dataclass

from forums.actions.filing import hold_subject
from forums.models import Case, Post, Topic


@dataclass
class Held:
    case: Case
    # Whose words it is about: the post, or what opens the topic. Nobody's, of a name or a circle.
    post: Post | None

    @property
    def author_id(self) -> int | None:
        return self.case.author.owner_id if self.case.author is not None else None

    @property
    def opens_topic(self) -> bool:
        return self.post is not None and self.post.parent_id is None


def hold(case: Case) -> Held:
    """Lock what the words answer, the words, their topic, then the case: the order in which
    everybody does it, so that nobody waits for each other. Of the words the whole row, so that
    nobody quotes them meanwhile (docs/decisions/0013-quotes.md)."""
    post = _words_of(case)
    if post is not None:
        topics = Topic.objects.select_for_update(of=["self"], no_key=True)
        post.topic = topics.select_related("circle", "opened_by").get(pk=post.topic_id)
    else:
        hold_subject(case.subject)
    cases = Case.objects.select_for_update(of=["self"])
    case = cases.select_related("circle", "persona", "topic__opened_by").get(pk=case.pk)
    if case.post_id is not None:
        case.post = post
    return Held(case, post)


def _words_of(case: Case) -> Post | None:
    posts = Post.objects.select_for_update(of=["self"])
    posts = posts.select_related("author", "topic__circle")
    if case.post_id is not None:
        parents = Post.objects.filter(answers=case.post_id)
        parents.select_for_update(of=["self"], no_key=True).first()
        return posts.get(pk=case.post_id)
    if case.topic_id is not None:
        return posts.filter(topic=case.topic_id, parent=None).first()
    return None
