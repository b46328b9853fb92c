from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.reactions import react, take_back
from forums.actions.saving import forget_post, save_post
from forums.choices import ReactionKind
from forums.models import Post
from forums.queries.reactions import given_to
from forums.refusals import ReactionRefused
from forums.rendering.reactions import gave


@member_required
@require_POST
def react_to(request: MemberRequest, ref: str, kind: str) -> HttpResponse:
    """Answer a post without words, or take that back."""
    posts = Post.objects.visible_to(request.user).select_related("topic__circle")
    post = get_object_or_404(posts, ref=ref)
    if kind not in ReactionKind.values:
        raise Http404
    change = take_back if "stop" in request.POST else react
    try:
        change(by=request.user, post=post, kind=ReactionKind(kind))
    except ReactionRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("forums:post", post.ref)
    if not request.htmx:
        return redirect("forums:post", post.ref)
    context = {"post": {"ref": post.ref, **gave(given_to(post, request.user))}}
    return render(request, "forums/_reactions.html", context)


@member_required
@require_POST
def save(request: MemberRequest, ref: str) -> HttpResponse:
    """Keep a post to find it again, or keep it no longer: also one that has gone since."""
    if "stop" in request.POST:
        post = get_object_or_404(Post, ref=ref, saved_by__user=request.user)
        forget_post(by=request.user, post=post)
        came_from_list = request.POST["stop"] == "list"
        return redirect("forums:saved") if came_from_list else redirect("forums:post", post.ref)
    posts = Post.objects.visible_to(request.user).standing()
    post = get_object_or_404(posts, ref=ref)
    save_post(by=request.user, post=post)
    return redirect("forums:post", post.ref)
