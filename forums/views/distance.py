"""Keeping away: from somebody on both sides, or from something by oneself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.distance import block, choose_muted_notes, mute, unblock, unmute
from forums.forms import MutedNotesForm, MuteForm
from forums.models import Block, Circle, Mute, Post, Topic
from forums.queries.distance import (
    is_muted,
    kept_at_a_distance,
    notes_to_mute,
    post_to_block,
)
from forums.queries.readers import reader_of
from forums.refusals import DistanceRefused
from forums.rules import why_not_keep_away_from


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def distance(request: MemberRequest) -> HttpResponse:
    kept = kept_at_a_distance(request.user)
    form = MutedNotesForm(
        # No box ticked is nothing sent, and an answer all the same.
        request.POST if request.method == "POST" else None,
        notes=notes_to_mute(kept),
        initial={"notes": kept.notes},
    )
    if form.is_valid():
        choose_muted_notes(by=request.user, notes=form.cleaned_data["notes"])
        messages.success(request, _("Saved."))
        return redirect("forums:distance")
    return render(
        request,
        "forums/distance.html",
        {"kept": kept, "form": form},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_author(request: MemberRequest, ref: str) -> HttpResponse:
    """Block whoever wrote a post, under the name that one wears where it stands."""
    if (post := post_to_block(request.user, ref)) is None:
        raise Http404
    reader = reader_of(post.topic.circle, request.user, topic=post.topic)
    why_not = why_not_keep_away_from(post.author, user=request.user)
    if request.method == "POST":
        try:
            block(by=request.user, persona=post.author, in_topic=post.topic)
        except DistanceRefused as refusal:
            why_not = str(refusal)
        else:
            messages.success(request, _("You and they do not meet here any more."))
            return redirect("forums:distance")
    return render(
        request,
        "forums/block.html",
        {"post": post, "worn": reader.face or reader.persona, "reader": reader, "why_not": why_not},
        status=422 if request.method == "POST" else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def mute_from_post(request: MemberRequest, ref: str) -> HttpResponse:
    """What there is about a post that somebody may not want to meet: they choose one thing."""
    posts = Post.objects.visible_to(request.user).select_related("author", "topic__circle")
    post = get_object_or_404(posts, ref=ref)
    is_own = post.author.owner_id == request.user.pk
    form = MuteForm(request.POST if request.method == "POST" else None, post=post, is_own=is_own)
    if form.is_valid():
        mute(by=request.user, **form.chosen())
        return _muted(request, post.topic.circle)
    return render(
        request,
        "forums/mute_from_post.html",
        {"post": post, "form": form},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def mute_topic(request: MemberRequest, ref: str) -> HttpResponse:
    topics = Topic.objects.visible_to(request.user).select_related("circle")
    topic = get_object_or_404(topics, ref=ref)
    return _mute_or_not(request, name=topic.shown_title, circle=topic.circle, topic=topic)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def mute_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    return _mute_or_not(request, name=circle.name, circle=circle)


def _mute_or_not(
    request: MemberRequest, *, name: str, circle: Circle, topic: Topic | None = None
) -> HttpResponse:
    what: dict[str, Any] = {"topic": topic} if topic else {"circle": circle}
    if request.method == "POST" and "stop" in request.POST:
        unmute(by=request.user, **what)
        messages.success(request, _("You meet it again."))
        return redirect(topic or circle)
    if request.method == "POST":
        mute(by=request.user, **what)
        return _muted(request, circle)
    return render(
        request,
        "forums/mute.html",
        {
            "name": name,
            "place": topic or circle,
            "is_topic": topic is not None,
            "is_muted": is_muted(request.user, **what),
        },
    )


def _muted(request: MemberRequest, circle: Circle) -> HttpResponse:
    messages.success(
        request, _("It is muted. You find it under “Kept at a distance” if you change your mind.")
    )
    return redirect(circle)


@member_required
@require_POST
def take_back_block(request: MemberRequest) -> HttpResponse:
    """Refs of one's own list; of anything else, and of what is taken back already, nothing."""
    blocks = Block.objects.filter(
        by__owner=request.user,
        by__ref=request.POST.get("worn", ""),
        persona__ref=request.POST.get("persona", ""),
    )
    if taken_back := blocks.select_related("by__only_in", "persona").first():
        unblock(by=request.user, persona=taken_back.persona, in_topic=taken_back.by.only_in)
    messages.success(request, _("It is taken back."))
    return redirect("forums:distance")


@member_required
@require_POST
def take_back_mute(request: MemberRequest) -> HttpResponse:
    chosen = {
        f"{what}__ref": request.POST[what]
        for what in ("persona", "topic", "circle")
        if what in request.POST
    }
    mutes = Mute.objects.filter(user=request.user, **chosen) if chosen else Mute.objects.none()
    if taken_back := mutes.select_related("persona", "topic", "circle").first():
        unmute(
            by=request.user,
            persona=taken_back.persona,
            topic=taken_back.topic,
            circle=taken_back.circle,
        )
    messages.success(request, _("It is taken back."))
    return redirect("forums:distance")
