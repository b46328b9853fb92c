from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.conversation import revise, withdraw
from forums.actions.sending_in import send_in_again
from forums.forms import RevisionForm
from forums.models import Post
from forums.queries.conversation import shown
from forums.queries.holding import read_first, what_to_change
from forums.queries.notes import notes_in_use
from forums.queries.quotes import as_read_by, readable_words
from forums.queries.readers import reader_of
from forums.queries.screening import Shown
from forums.refusals import DetailsFound, ImageRefused, RevisionRefused, WithdrawalRefused
from forums.rules import (
    is_back_with_author,
    may_read_revisions,
    waits,
    why_not_revise,
    why_not_withdraw,
)
from forums.views.helping import after_saying, seen_details
from forums.views.pictures import pictures_of
from forums.views.previews import preview_of


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise_post(request: MemberRequest, ref: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.written_by(request.user), ref=ref)
    form = RevisionForm(
        request.POST or None,
        initial={
            "title": post.topic.title or post.topic.hidden_title,
            "words": readable_words(request.user, post.source),
            "notes": post.notes,
        },
        notes=notes_in_use(post.topic.circle, kept=post.notes),
        with_title=post.parent_id is None and not post.is_standing(),
    )
    pictures = pictures_of(request, post.topic.circle, post=post)
    preview = preview_of(request, form, pictures=pictures, topic=post.topic)
    details: Sequence[Shown] = ()
    if form.is_valid() and not preview and pictures.is_valid():
        said = form.cleaned_data | {"pictures": pictures.chosen()}
        try:
            change = send_in_again if is_back_with_author(post) else revise
            changed = change(by=request.user, post=post, **said, seen=seen_details(request))
        except (RevisionRefused, ImageRefused) as refusal:
            form.add_error(None, str(refusal))
        except DetailsFound as refusal:
            details = refusal.found
        else:
            tell_if_waiting(request, changed)
            if url := after_saying(changed):
                return redirect(url)
            return _back_to(request, post)
    is_returned = is_back_with_author(post)
    reader = reader_of(post.topic.circle, request.user, topic=post.topic)
    return render(
        request,
        "forums/revise.html",
        {
            "post": post,
            "form": form,
            "pictures": pictures,
            "preview": preview,
            "details": details,
            "is_returned": is_returned,
            "what_to_change": what_to_change(post),
            "read_first": None if is_returned else read_first(reader, now=timezone.now()),
            "why_not": None if is_returned else why_not_revise(post, user=request.user),
        },
        status=422 if form.is_bound and not preview else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_post(request: MemberRequest, ref: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.written_by(request.user), ref=ref)
    if request.method == "POST":
        try:
            withdraw(by=request.user, post=post)
        except WithdrawalRefused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("It is withdrawn. Its words are gone."))
        return _back_to(request, post)
    as_read_by(request.user, [post])
    return render(
        request,
        "forums/withdraw.html",
        {"post": post, "why_not": why_not_withdraw(post, user=request.user)},
    )


def tell_if_waiting(request: MemberRequest, post: Post) -> None:
    """Whoever has just written it, where others cannot see it yet."""
    if waits(post):
        messages.success(
            request,
            _(
                "Thank you for writing. It is kept, and a moderator reads it first. You will be "
                "told when it is there for others."
            ),
        )


def _back_to(request: MemberRequest, post: Post) -> HttpResponse:
    """To its place, or where that is not to be seen any more, to everything that they wrote."""
    if Post.objects.visible_to(request.user).filter(pk=post.pk).exists():
        return redirect("forums:post", post.ref)
    return redirect("forums:mine")


@member_required
@require_safe
def revisions(request: MemberRequest, ref: str) -> HttpResponse:
    """What a post said before, for members of its circle, while it stands."""
    posts = Post.objects.visible_to(request.user).select_related("topic__circle", "author")
    post = get_object_or_404(posts, ref=ref)
    reader = reader_of(post.topic.circle, request.user, topic=post.topic)
    if not may_read_revisions(post, role=reader.role):
        return redirect("forums:post", post.ref)
    as_read_by(request.user, [post])
    revisions = as_read_by(request.user, post.revisions.order_by("-id"))
    return render(
        request,
        "forums/revisions.html",
        {"shown": shown(post, reader), "revisions": revisions},
    )
