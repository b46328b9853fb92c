from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.conversation import open_topic, reply
from forums.actions.following import mark_read
from forums.forms import ReplyForm, TopicForm
from forums.models import Circle, Post, Topic
from forums.queries.conversation import posts_page, shown
from forums.queries.drafts import draft_of_answer, draft_of_topic
from forums.queries.following import progress_in
from forums.queries.readers import reader_of
from forums.refusals import ReplyRefused, TopicRefused
from forums.rules import why_not_reply_to
from forums.views.previews import preview_of


@require_safe
def topic(request: HttpRequest, ref: str) -> HttpResponse:
    topics = Topic.objects.visible_to(request.user).select_related("circle")
    topic = get_object_or_404(topics, ref=ref)
    reader = reader_of(topic.circle, request.user, topic=topic)
    context = {"topic": topic, "circle": topic.circle, "reader": reader}
    progress = None
    if request.user.is_authenticated:
        progress = progress_in(topic, request.user)
        context |= {"progress": progress, "follows": progress.follows}
        if progress.has_something_unseen:
            mark_read(by=request.user, topic=topic, up_to=progress.newest)
    context["page"] = posts_page(
        topic,
        reader=reader,
        start=request.GET.get("start", ""),
        before=request.GET.get("before", ""),
        read_up_to=progress.read_up_to if progress else None,
    )
    response = render(request, "forums/topic.html", context)
    if topic.circle.is_open_to_anyone():
        response["X-Robots-Tag"] = "all"
    return response


@require_safe
def post(request: HttpRequest, ref: str) -> HttpResponse:
    """A permalink: the page of the conversation that begins with this post."""
    posts = Post.objects.visible_to(request.user).select_related("topic")
    post = get_object_or_404(posts, ref=ref)
    return redirect(_place_of(post))


def _place_of(post: Post) -> str:
    start = f"?start={post.ref}" if post.parent_id else ""
    return f"{post.topic.get_absolute_url()}{start}#post-{post.ref}"


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.readable_by(request.user), ref=ref)
    draft = draft_of_topic(request.user, circle)
    begun = {"title": draft.title, "words": draft.words} if draft else None
    form = TopicForm(request.POST or None, initial=begun)
    preview = preview_of(request, form)
    if form.is_valid() and not preview:
        try:
            return redirect(open_topic(by=request.user, circle=circle, **form.cleaned_data))
        except TopicRefused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "forums/new_topic.html",
        {
            "circle": circle,
            "form": form,
            "preview": preview,
            "reader": reader_of(circle, request.user),
        },
        status=422 if form.is_bound and not preview else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_to(request: MemberRequest, ref: str) -> HttpResponse:
    """Answer a post: a page of its own, or the form in place where htmx asks for it."""
    posts = Post.objects.visible_to(request.user)
    parent = get_object_or_404(posts.select_related("topic__circle", "author"), ref=ref)
    draft = draft_of_answer(request.user, parent)
    form = ReplyForm(request.POST or None, initial={"words": draft.words} if draft else None)
    preview = preview_of(request, form)
    if form.is_valid() and not preview:
        try:
            said = reply(by=request.user, parent=parent, words=form.cleaned_data["words"])
        except ReplyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go_to(request, reverse("forums:post", args=[said.ref]))
    circle = parent.topic.circle
    reader = reader_of(circle, request.user, topic=parent.topic)
    return render(
        request,
        "forums/_reply_form.html" if request.htmx else "forums/reply.html",
        {
            "parent": shown(parent, reader),
            "reader": reader,
            "topic": parent.topic,
            "circle": circle,
            "form": form,
            "preview": preview,
            "why_not": reader.why_not_answer(parent.topic, now=timezone.now())
            or why_not_reply_to(parent),
        },
        status=422 if form.is_bound and not preview else 200,
    )


def _go_to(request: MemberRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
