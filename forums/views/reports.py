"""Telling the moderators, and hearing what came of it."""

from dataclasses import dataclass

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import ask_to_sign_in, member_required
from accounts.requests import MemberRequest
from forums.actions.appeals import appeal
from forums.actions.notices import read_notices
from forums.actions.reporting import report, report_as_visitor
from forums.choices import Concern
from forums.forms import AppealForm, ReportForm
from forums.models import Circle, Notice, Persona, Post, Report, Topic
from forums.models.cases import Subject
from forums.queries.conversation import shown
from forums.queries.notices import notices_page
from forums.queries.quotes import as_read_by
from forums.queries.readers import reader_of
from forums.queries.reports import REPORTED, Told, another_look, as_told, reports_page
from forums.refusals import AppealRefused, ReportRefused
from forums.rules import concerns_about, why_not_report


@dataclass(frozen=True)
class Meant:
    """What is reported: a thing that is read in a post, or a circle."""

    subject: Subject
    post: Post | None = None

    @property
    def back(self) -> str:
        place = self.post or self.subject
        assert isinstance(place, (Post, Circle))  # noqa: S101 (the rest is read in a post)
        return place.get_absolute_url()

    @property
    def of_a_post(self) -> bool:
        return isinstance(self.subject, Post)

    @property
    def of_somebody(self) -> bool:
        return isinstance(self.subject, Persona)

    @property
    def of_a_topic(self) -> bool:
        return isinstance(self.subject, Topic)

    @property
    def of_a_circle(self) -> bool:
        return isinstance(self.subject, Circle)


@require_http_methods(["GET", "HEAD", "POST"])
def report_post(request: HttpRequest, ref: str) -> HttpResponse:
    post = _post(request, ref)
    return _report(request, Meant(post, post) if post else None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever wrote this post, under the name that they wear there."""
    post = _post(request, ref)
    return _report(request, Meant(post.author, post) if post else None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_topic(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole topic in which this post stands."""
    post = _post(request, ref)
    return _report(request, Meant(post.topic, post) if post else None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_circle(request: HttpRequest, ref: str) -> HttpResponse:
    circle = Circle.objects.visible_to(request.user).filter(ref=ref).first()
    return _report(request, Meant(circle) if circle else None)


def _post(request: HttpRequest, ref: str) -> Post | None:
    posts = Post.objects.visible_to(request.user).filter(ref=ref)
    return posts.select_related("author", "topic__circle", "topic__opened_by").first()


def _report(request: HttpRequest, meant: Meant | None) -> HttpResponse:
    """The form, for whoever is signed in and for whoever is not. What these may not read sends
    them to the sign-in page, whether it is there or not."""
    is_visitor = not request.user.is_authenticated
    # Whoever was signed in as they began to write is not taken for somebody without an account.
    if is_visitor and (
        meant is None or (request.method == "POST" and "visitor" not in request.POST)
    ):
        return ask_to_sign_in(request)
    if meant is None:
        raise Http404
    form = ReportForm(
        request.POST or None,
        concerns=concerns_about(meant.subject, seen_in=meant.post, as_visitor=is_visitor),
        of_somebody=meant.of_somebody,
    )
    if form.is_valid():
        try:
            return _told(request, form, meant)
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, form, meant, status=422 if form.is_bound else 200)


def _told(request: HttpRequest, form: ReportForm, meant: Meant) -> HttpResponse:
    about = {"subject": meant.subject, "seen_in": meant.post, **form.cleaned_data}
    if request.user.is_authenticated:
        filed = report(by=request.user, **about)
        if filed.concern != Concern.KNOWS_ME:
            messages.success(request, _("Thank you. It has arrived."))
        return redirect("forums:reported", filed.ref)
    if not ratelimit.consume(request, action="report_as_visitor"):
        raise ReportRefused(
            _(
                "Many reports have come from here, and each of them is read. Please send this "
                "one in an hour: your words are still here."
            )
        )
    filed, token = report_as_visitor(**about)
    link = request.build_absolute_uri(reverse("forums:reported_as_visitor", args=[token]))
    return render(request, "forums/reported_as_visitor.html", {"link": link, "back": meant.back})


def _form(request: HttpRequest, form: ReportForm, meant: Meant, *, status: int) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    why_not = why_not_report(meant.subject, user=user)
    post = None
    if meant.post is not None:
        as_read_by(request.user, [meant.post])
        topic = meant.post.topic
        post = shown(meant.post, reader_of(topic.circle, request.user, topic=topic))
    context = {"meant": meant, "post": post, "form": form, "why_not": why_not}
    return render(request, "forums/report.html", context, status=status)


@member_required
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """What somebody reported, and what came of each."""
    page = reports_page(request.user, after=request.GET.get("after", ""))
    return render(request, "forums/reports.html", {"page": page})


@member_required
@require_safe
def reported(request: MemberRequest, ref: str) -> HttpResponse:
    own = Report.objects.visible_to(request.user).select_related(*REPORTED)
    told = as_told(get_object_or_404(own, ref=ref))
    return render(request, "forums/reported.html", {"told": told})


@require_http_methods(["GET", "HEAD", "POST"])
def reported_as_visitor(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link reads what came of it, and can ask for another look. What they say is
    shown to nobody who opens the link: it is read by whoever answers."""
    told = as_told(get_object_or_404(Report.objects.with_token(token).select_related(*REPORTED)))
    form = AppealForm(request.POST or None)
    if form.is_valid():
        try:
            _ask_for_another_look(request, told, form.cleaned_data["words"])
        except AppealRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("forums:reported_as_visitor", token)
    return render(
        request,
        "forums/reported.html",
        {
            "told": told,
            "is_visitor": True,
            "look": another_look(told, now=timezone.now()),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


def _ask_for_another_look(request: HttpRequest, told: Told, words: str) -> None:
    if told.decision is None:
        raise AppealRefused(_("Nobody has decided it yet. You can ask once it is decided."))
    if not ratelimit.consume(request, action="appeal_as_visitor"):
        raise AppealRefused(
            _(
                "Many have asked for another look from here, and each of them is read. Please "
                "send this in an hour: your words are still here."
            )
        )
    appeal(by=None, decision=told.decision, words=words, report=told.report)


@member_required
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    page = notices_page(request.user, after=request.GET.get("after", ""))
    if page.notices:
        read_notices(by=request.user, up_to=page.notices[0].ref)
    return render(request, "forums/notices.html", {"page": page})


@member_required
@require_safe
def notice(request: MemberRequest, ref: str) -> HttpResponse:
    notices = Notice.objects.visible_to(request.user).filter(post=None)
    notice = get_object_or_404(
        notices.select_related(
            "decision",
            "appeal__decision",
            "join_request__circle",
            "circle",
            "case",
        ),
        ref=ref,
    )
    if notice.case is not None:
        return redirect(notice.case)
    if notice.circle is not None:
        return redirect(notice.circle)
    if notice.join_request is not None:
        return render(request, "forums/answer.html", {"notice": notice})
    decision = notice.appeal.decision if notice.appeal is not None else notice.decision
    assert decision is not None  # noqa: S101 (it is about one thing, or about another)
    return redirect(decision)
