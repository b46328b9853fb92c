from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.conversation import revise, withdraw
from forums.forms import RevisionForm
from forums.models import Post
from forums.queries.conversation import shown
from forums.queries.notes import notes_in_use
from forums.queries.quotes import as_read_by, readable_words
from forums.queries.readers import reader_of
from forums.refusals import ImageRefused, RevisionRefused, WithdrawalRefused
from forums.rules import may_read_revisions, why_not_revise, why_not_withdraw
from forums.views.pictures import pictures_of
from forums.views.previews import preview_of


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise_post(request: MemberRequest, ref: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.written_by(request.user), ref=ref)
    form = RevisionForm(
        request.POST or None,
        initial={"words": readable_words(request.user, post.source), "notes": post.notes},
        notes=notes_in_use(post.topic.circle, kept=post.notes),
    )
    pictures = pictures_of(request, post.topic.circle, post=post)
    preview = preview_of(request, form, topic=post.topic)
    if form.is_valid() and not preview and pictures.is_valid():
        said = form.cleaned_data | {"pictures": pictures.chosen()}
        try:
            revise(by=request.user, post=post, **said)
        except (RevisionRefused, ImageRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back_to(request, post)
    return render(
        request,
        "forums/revise.html",
        {
            "post": post,
            "form": form,
            "pictures": pictures,
            "preview": preview,
            "why_not": why_not_revise(post, user=request.user),
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
