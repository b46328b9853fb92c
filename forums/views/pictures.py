from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.decoding import CONTENT_TYPE
from accounts.requests import MemberRequest
from forums.actions.images import add_image
from forums.forms import PicturesForm
from forums.models import Circle, Image, Post
from forums.queries.images import images_at_hand
from forums.queries.readers import reader_of
from forums.refusals import ImageRefused
from forums.rules import may_read_words


@require_safe
def image(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A picture, for whoever may read the post that it belongs to; nothing for anybody else.

    Like every page of ours it is kept by no cache: it would stay on the device.
    """
    images = Image.objects.visible_to(request.user)
    found = get_object_or_404(images.select_related("post__author", "post__topic__circle"), ref=ref)
    if found.post is not None and not _may_read(request, found.post):
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=CONTENT_TYPE, filename="picture.webp")
    # Opened by itself, it is a picture and can be nothing else.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_read(request: HttpRequest, post: Post) -> bool:
    if post.is_standing():
        return True
    is_own = request.user.is_authenticated and post.author.owner_id == request.user.pk
    reader = reader_of(post.topic.circle, request.user, topic=post.topic)
    return may_read_words(post, is_own=is_own, is_moderator=reader.is_moderator)


def pictures_of(
    request: MemberRequest, circle: Circle, *, post: Post | None = None
) -> PicturesForm:
    """The form for the pictures of a post, beside the form for its words; without fields where
    posts are words alone.

    A file that came along is taken in at once, whatever becomes of the rest, so that nobody has
    to look for it a second time.
    """
    data = request.POST.copy() if request.method == "POST" else None
    refusal = ""
    upload = request.FILES.get("picture") if circle.allows_images else None
    if data is not None and isinstance(upload, UploadedFile):
        try:
            ref = _taken_in(request, upload, circle, alt=data.get("picture_alt", ""))
        except ImageRefused as refused:
            refusal = str(refused)
        else:
            data[f"show_{ref}"], data[f"alt_{ref}"] = "on", data.pop("picture_alt", [""])[-1]
    here = images_at_hand(request.user, post=post, with_new=circle.allows_images)
    if data is not None:
        _keep_unlisted(data, here)
    form = PicturesForm(data, here=here, may_add=circle.allows_images)
    if refusal:
        form.add_error("picture", refusal)
    return form


def _taken_in(
    request: MemberRequest, upload: "UploadedFile[Any]", circle: Circle, *, alt: str
) -> str:
    added = add_image(by=request.user, upload=upload, alt=alt, circle=circle)
    if added.was_moving:
        messages.info(request, _("What moves is not shown here: only its first moment is kept."))
    return added.image.ref


def _keep_unlisted(data: QueryDict, here: Sequence[Image]) -> None:
    """A page that is older than a picture of the post says nothing about it, and takes nothing
    away."""
    for image in here:
        if image.post_id is not None and f"alt_{image.ref}" not in data:
            data[f"show_{image.ref}"], data[f"alt_{image.ref}"] = "on", image.alt
