"""Pictures of posts: taken in, shown, and gone again with the words that they belong to."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.decoding import NotDecoded, Picture, written_anew
from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Source
from forums.models import Circle, Image, Post, Report
from forums.pictures import figures
from forums.queries.readers import reader_of
from forums.querysets import ImageQuerySet
from forums.refusals import ImageRefused
from forums.rules import (
    why_no_picture,
    why_not_add_picture,
    why_not_another_picture,
    why_not_show_pictures,
)

# What nobody posted by then is gone; and so are files whose row was never written.
KEPT_FOR = timedelta(days=1)
# Like what a moderator took out: a month longer than somebody may ask for another look.
KEPT_AFTER_DECISION = timedelta(days=214)
FOLDER = "images"


@dataclass(frozen=True)
class AddedImage:
    image: Image
    # Only the beginning of what moved was kept.
    was_moving: bool


def add_image(*, by: User, upload: "UploadedFile[Any]", alt: str, circle: Circle) -> AddedImage:
    """Take in a picture for a post that is being written. Raises ImageRefused.

    No transaction is open while it is decoded: that may take a second or two.
    """
    alt = " ".join(alt.split())
    today = Image.objects.filter(owner=by, added_at__gt=timezone.now() - KEPT_FOR)
    if no := (
        reader_of(circle, by).why_not_write
        or why_not_add_picture(circle=circle, size=upload.size or 0, alt=alt)
        or why_not_another_picture(today.count())
    ):
        raise ImageRefused(no)
    try:
        picture = written_anew(upload.read())
    except NotDecoded as refusal:
        raise ImageRefused(why_no_picture(refusal.trouble)) from refusal
    return AddedImage(_kept(picture, by=by, alt=alt), picture.was_moving)


@transaction.atomic
def _kept(picture: Picture, *, by: User, alt: str) -> Image:
    image = Image(owner=by, alt=alt, width=picture.width, height=picture.height)
    # A name by chance: nothing leads from the file to its address, its post or its day.
    name = f"{secrets.token_hex(16)}.webp"
    image.file.save(name, ContentFile(picture.data), save=False)
    image.save()
    leave_trail(by=by, verb="add_image", kind="image", ref=image.ref)
    return image


def show_pictures(*, by: User, post: Post, pictures: Mapping[str, str]) -> bool:
    """Make these, by their refs and with these words for them, the pictures of a post, and drop
    what else it had. Whether that changed anything. For verbs of this package only.

    Raises ImageRefused.
    """
    own = Image.objects.owned_by(by).filter(Q(post=post) | Q(post=None))
    chosen = list(own.filter(ref__in=pictures).select_for_update().order_by("id"))
    has_new = any(image.post_id is None for image in chosen)
    for image in chosen:
        image.alt, image.post = " ".join(pictures[image.ref].split()), post
    alts = [image.alt for image in chosen]
    if no := why_not_show_pictures(
        alts, asked_for=len(pictures), has_new=has_new, circle=post.topic.circle
    ):
        raise ImageRefused(no)
    Image.objects.bulk_update(chosen, ["alt", "post"])
    take_away(post.images.exclude(pk__in=[image.pk for image in chosen]), post=post)
    before, post.pictures_html = post.pictures_html, figures(chosen)
    if post.pictures_html == before:
        return False
    post.save(update_fields=["pictures_html"])
    return True


def take_away(images: ImageQuerySet, *, post: Post) -> None:
    """Take pictures away from a post that is locked, for good; but where it was reported, a
    moderator can still look at them until that is over. For verbs of this package only."""
    reported = Report.objects.exclude(source=Source.HOLDING).filter(case=OuterRef("pk"))
    # What nobody has looked at yet and nobody reported is withdrawn from the moderators as well.
    before_somebody = Q(looked_at__isnull=False) | Q(Exists(reported))
    cases = post.cases.exclude(state=CaseState.FINAL).filter(before_somebody)
    if case := cases.order_by("-id").first():
        images.update(post=None, kept_for=case, taken_out_by=None)
    else:
        drop_images(images)


def drop_images(images: ImageQuerySet) -> int:
    """Rows now, and their files as soon as that is certain."""
    rows = list(images.values_list("pk", "file"))
    Image.objects.filter(pk__in=[pk for pk, _name in rows]).delete()
    transaction.on_commit(partial(_remove_files, [name for _pk, name in rows]))
    return len(rows)


def _remove_files(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


@transaction.atomic
def sweep_images(*, now: datetime, most: int = 100) -> int:
    """Drop pictures that were never posted, or that nobody has to look at any more, and return
    how many."""
    left_over = Image.objects.left_over(before=now - KEPT_FOR)
    looked_at = Image.objects.kept_long_enough(decided_before=now - KEPT_AFTER_DECISION)
    won = [
        pk
        for images in (left_over, looked_at)
        for pk in images.order_by("added_at")
        .select_for_update(of=["self"], skip_locked=True)
        .values_list("pk", flat=True)[:most]
    ]
    return drop_images(Image.objects.filter(pk__in=won))


def sweep_files(*, now: datetime) -> int:
    """Remove files without a row: of a transaction that did not come through, or of a process
    that ended between the row's end and the file's."""
    if not default_storage.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < now - KEPT_FOR]
    known = set(Image.objects.filter(file__in=old).values_list("file", flat=True))
    _remove_files(lost := [name for name in old if name not in known])
    return len(lost)
