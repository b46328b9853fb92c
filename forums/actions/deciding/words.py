"""What is done to words by a decision, and how it is taken back. Of posts that are held already;
for verbs of this package only."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.deciding.originals import seal_original, take_original
from forums.actions.writing import hide_post
from forums.choices import Markup
from forums.markup import html_from_html, written
from forums.models import Echo, Measure, Original, Post, Topic
from forums.pictures import figures
from forums.queries.originals import digest_of
from forums.refusals import DecisionRefused
from forums.rules.outcomes import Span, Step
from forums.signals import echo_owed


def remove(post: Post, measure: Measure, *, by: User, now: datetime) -> None:
    """Its words leave the row, and wherever they are quoted."""
    seal_original(measure, post, now=now)
    hide_post(post, at=now, by=by)
    _write(post, source="", html="", pictures_html="")
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(title="", hidden_title="")
    _owe_silence(post)


def put_back_removed(original: Original) -> None:
    """The words are there again, and hidden: whether they are shown is for `show_post`."""
    post, before = original.post, take_original(original)
    _write(post, source=before.source, html=before.html, pictures_html=before.pictures_html)
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(hidden_title=before.title)


def redact(post: Post, measure: Measure, step: Step, *, now: datetime) -> None:
    """Leave the rest, with a gap where something stood. A picture goes as a whole, and leaves no
    gap. Raises DecisionRefused where it is not there any more."""
    seal_original(measure, post, now=now)
    _take_out(step.pictures, post, measure)
    source = _cut(post.source, step.spans)
    _write(post, source=source, html=_html_of(post, source))
    if step.title_spans:
        title = _cut(post.topic.title, step.title_spans)
        longest = Topic._meta.get_field("title").max_length
        Topic.objects.filter(pk=post.topic_id).update(title=title[:longest])
    measure.detail = {"left": digest_of(source)}
    _owe_silence(post)


def _take_out(refs: Collection[str], post: Post, measure: Measure) -> None:
    if not refs:
        return
    taken = post.images.filter(ref__in=refs).update(post=None, taken_out_by=measure)
    if taken != len(refs):
        raise DecisionRefused(
            _("Its author has taken a picture away since you looked. Please look once more.")
        )
    _write(post, pictures_html=figures(post.images.order_by("id")))


def put_back_redacted(original: Original) -> None:
    """What its author wrote in the meantime stays: then no words are put back. Pictures are, beside
    what else is there."""
    post, left = original.post, original.measure.detail.get("left")
    if original.measure.taken_images.update(post=post, taken_out_by=None):
        _write(post, pictures_html=figures(post.images.order_by("id")))
    if digest_of(post.source) != left:
        original.delete()
        return
    before = take_original(original)
    _write(post, source=before.source, html=before.html)
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).exclude(title="").update(title=before.title)
        Topic.objects.filter(pk=post.topic_id).exclude(hidden_title="").update(
            hidden_title=before.title
        )


def _write(post: Post, **texts: str) -> None:
    for name, text in texts.items():
        setattr(post, name, text)
    post.save(update_fields=list(texts))


def _cut(text: str, spans: Iterable[Span]) -> str:
    left, place = [], 0
    for begins, ends in spans:
        left += [text[place:begins], _("(a detail was taken out)")]
        place = ends
    return "".join([*left, text[place:]])


def _html_of(post: Post, source: str) -> str:
    """It quotes and speaks to whom it did, and to nobody else."""
    if post.markup == Markup.HTML:
        return html_from_html(source)
    refs = set(post.quotes.values_list("quoted__ref", flat=True))
    names = set(post.mentions.values_list("persona__name_folded", flat=True))
    return written(source, quotable=refs, names=names).html


def _owe_silence(post: Post) -> None:
    """Owe it to a post that was cut that nobody goes on quoting it as it was."""
    anew = {"up_to": 0, "tries": 0, "next_try_at": None}
    Echo.objects.update_or_create(post=post, defaults=anew)
    echo_owed.send(sender=Echo)
