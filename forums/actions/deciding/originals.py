"""What stood there before a moderator took it out: sealed, put back, and gone on its day."""

from datetime import datetime, timedelta

from django.db import transaction

from forums.actions.images import drop_images
from forums.actions.traces import leave_trail
from forums.choices import Outcome
from forums.models import Measure, Original, Post, Revision
from forums.queries.originals import Before, opened
from forums.sealing import is_under_newest_key, seal, unseal

# A month longer than somebody may appeal, so that it is there for whoever answers.
KEPT_FOR = timedelta(days=214)


def seal_original(measure: Measure, post: Post, *, now: datetime) -> Original:
    """Keep what a post says, and has said, for an appeal; what it has said is nowhere else from
    now on. For verbs of this package only."""
    revisions = post.revisions.order_by("id")
    before = Before(
        source=post.source,
        html=post.html,
        pictures_html=post.pictures_html,
        title=post.topic.title or post.topic.hidden_title if post.parent_id is None else "",
        revisions=[(each.source, each.html, each.replaced_at) for each in revisions],
    )
    revisions.delete()
    return Original.objects.create(
        measure=measure,
        post=post,
        sealed=seal(before.as_json(), of=post.ref),
        purge_at=now + KEPT_FOR,
    )


def take_original(original: Original) -> Before:
    """Open it for the last time: what it said stands in its place again. For verbs of this package
    only."""
    before = opened(original)
    Revision.objects.bulk_create(
        Revision(post=original.post, source=source, html=html, replaced_at=at)
        for source, html, at in before.revisions
    )
    original.delete()
    return before


@transaction.atomic
def purge_originals(*, now: datetime, most: int = 100) -> int:
    """End what was kept for an appeal, and return how much. While somebody waits for an answer, it
    stays."""
    due = Original.objects.to_purge(at=now).select_related("measure", "post").order_by("purge_at")
    won = list(due.select_for_update(of=["self"], skip_locked=True)[:most])
    for original in won:
        if original.measure.outcome == Outcome.REMOVE:
            drop_images(original.post.images.all())
        drop_images(original.measure.taken_images.all())
        leave_trail(by=None, verb="purge_original", kind="post", ref=original.post.ref)
        original.delete()
    return len(won)


def reseal_originals() -> int:
    """Put under the newest server key what is under an older one, and return how much it was."""
    resealed = 0
    for pk in Original.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            originals = Original.objects.select_for_update(of=["self"]).select_related("post")
            original = originals.filter(pk=pk).first()
            if original is None or is_under_newest_key(original.sealed):
                continue
            text = unseal(original.sealed, of=original.post.ref)
            original.sealed = seal(text, of=original.post.ref)
            original.save(update_fields=["sealed"])
            resealed += 1
    return resealed
