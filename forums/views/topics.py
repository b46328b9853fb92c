from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.conversation import open_topic, reply
from forums.actions.following import mark_read
from forums.choices import ReadingOrder
from forums.forms import ReplyForm, TopicForm
from forums.models import Circle, Post, Topic
from forums.queries.conversation import Asked, first_page, place_of, posts_page, shown
from forums.queries.drafts import begun_answer, begun_topic
from forums.queries.faces import free_names, why_not_wear_in
from forums.queries.following import Progress, opened, progress_met
from forums.queries.holding import read_first
from forums.queries.mentions import names_met
from forums.queries.notes import notes_in_use
from forums.queries.quotes import as_read_by
from forums.queries.readers import Reader, reader_of
from forums.queries.said import Said
from forums.queries.screening import Shown
from forums.refusals import (
    DetailsFound,
    ImageRefused,
    PersonaRefused,
    ReplyRefused,
    TopicRefused,
)
from forums.rendering.topics import query_of, topic_page
from forums.rules import why_not_reply_to
from forums.views.helping import after_saying, seen_details
from forums.views.own_posts import tell_if_waiting
from forums.views.pictures import pictures_of
from forums.views.previews import preview_of


@require_safe
def topic(request: HttpRequest, ref: str) -> HttpResponse:
    asked = _asked(request)
    if asked == Asked() and not request.user.is_authenticated and (at_once := first_page(ref)):
        topic, beginning = at_once
        reader = reader_of(topic.circle, request.user)
        return topic_page(request, topic, reader=reader, progress=Progress(), shown=beginning)
    found = opened(ref, request.user)
    if found is None:
        raise Http404
    topic, progress = found
    reader = reader_of(topic.circle, request.user, topic=topic)
    shown_page = posts_page(topic, reader=reader, asked=asked)
    if isinstance(shown_page, Said):
        return redirect("forums:post", shown_page.ref)
    progress = progress_met(progress, topic, reader)
    if request.user.is_authenticated and progress.has_something_unseen:
        mark_read(by=request.user, topic=topic, up_to=progress.newest)
    return topic_page(request, topic, reader=reader, progress=progress, shown=shown_page)


def _asked(request: HttpRequest) -> Asked:
    order = request.GET.get("order", "")
    return Asked(
        ReadingOrder(order) if order in ReadingOrder.values else ReadingOrder.CONVERSATION,
        thread=request.GET.get("thread", ""),
        start=request.GET.get("start", ""),
        before=request.GET.get("before", ""),
    )


@require_safe
def post(request: HttpRequest, ref: str) -> HttpResponse:
    """A permalink: the page of the conversation on which this post stands."""
    posts = Post.objects.visible_to(request.user).select_related("topic")
    post = get_object_or_404(posts, ref=ref)
    query = query_of(place_of(post, request.user)).removesuffix("?")
    return redirect(f"{post.topic.get_absolute_url()}{query}#post-{post.ref}")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.readable_by(request.user), ref=ref)
    begun = begun_topic(request.user, circle)
    form = TopicForm(request.POST or None, initial=begun, notes=notes_in_use(circle))
    pictures = pictures_of(request, circle)
    preview = preview_of(request, form, pictures=pictures)
    details: Sequence[Shown] = ()
    if form.is_valid() and not preview and pictures.is_valid():
        said = form.cleaned_data | {"pictures": pictures.chosen(), "seen": seen_details(request)}
        try:
            topic = open_topic(by=request.user, circle=circle, **said)
        except (TopicRefused, ImageRefused) as refusal:
            form.add_error(None, str(refusal))
        except DetailsFound as refusal:
            details = refusal.found
        except PersonaRefused as refusal:
            form.add_error("face_name", str(refusal))
        else:
            opening = topic.posts.get(parent=None)
            tell_if_waiting(request, opening)
            return redirect(after_saying(opening) or topic)
    form.suggest_names(free_names(3))
    reader = reader_of(circle, request.user)
    return render(
        request,
        "forums/new_topic.html",
        {
            "circle": circle,
            "form": form,
            "pictures": pictures,
            "preview": preview,
            "details": details,
            "reader": reader,
            "read_first": read_first(reader, now=timezone.now()),
        },
        status=422 if form.is_bound and not preview else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_to(request: MemberRequest, ref: str) -> HttpResponse:
    """Answer a post: a page of its own, or the form in place where htmx asks for it."""
    posts = Post.objects.visible_to(request.user)
    posts = posts.select_related("topic__circle", "topic__opened_by", "author")
    parent = get_object_or_404(posts, ref=ref)
    circle = parent.topic.circle
    begun = begun_answer(request.user, parent, quote=request.GET.get("quote", ""))
    form = ReplyForm(request.POST or None, initial=begun, notes=notes_in_use(circle))
    pictures = pictures_of(request, circle)
    preview = preview_of(request, form, pictures=pictures, topic=parent.topic)
    details: Sequence[Shown] = ()
    if form.is_valid() and not preview and pictures.is_valid():
        try:
            said = reply(
                by=request.user,
                parent=parent,
                **form.cleaned_data,
                pictures=pictures.chosen(),
                seen=seen_details(request),
            )
        except (ReplyRefused, ImageRefused) as refusal:
            form.add_error(None, str(refusal))
        except DetailsFound as refusal:
            details = refusal.found
        except PersonaRefused as refusal:
            form.add_error("face_name", str(refusal))
        else:
            tell_if_waiting(request, said)
            url = after_saying(said) or reverse("forums:post", args=[said.ref])
            return _go_to(request, url)
    reader = reader_of(circle, request.user, topic=parent.topic)
    now = timezone.now()
    as_read_by(request.user, [parent])
    _offer_names(form, parent.topic, reader)
    return render(
        request,
        "forums/_reply_form.html" if request.htmx else "forums/reply.html",
        {
            "parent": shown(parent, reader),
            "reader": reader,
            "topic": parent.topic,
            "circle": circle,
            "form": form,
            "pictures": pictures,
            "names": names_met(parent.topic, reader),
            "preview": preview,
            "details": details,
            "read_first": read_first(reader, now=now),
            "why_not": reader.why_not_answer(parent.topic, now=now) or why_not_reply_to(parent),
        },
        status=422 if form.is_bound and not preview else 200,
    )


def _offer_names(form: ReplyForm, topic: Topic, reader: Reader) -> None:
    if why_not_wear_in(topic, reader):
        form.offer_no_name()
    else:
        form.suggest_names(free_names(3))


def _go_to(request: MemberRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
