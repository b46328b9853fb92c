"""How people come into a circle, and leave it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import member_required, way_on
from accounts.requests import MemberRequest
from forums.actions.circles import accept_guidelines, join, part
from forums.actions.doors import ask_to_join, come_in, take_back_request
from forums.forms import AskForm
from forums.models import Circle
from forums.queries.doors import door_for, invitation_with
from forums.queries.readers import Reader, reader_of
from forums.refusals import CircleRefused, InvitationRefused, JoinRefused


def _seen_version(request: HttpRequest) -> int:
    """Which guidelines stood on the page; nothing that could be meant where it does not say."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    reader = reader_of(circle, request.user)
    if reader.role is not None or circle.is_closed():
        return redirect(circle)
    if request.method == "POST":
        try:
            join(by=request.user, circle=circle, seen_version=_seen_version(request))
        except JoinRefused as refusal:
            return _guidelines_again(request, "forums/join.html", reader, str(refusal))
        return _welcome(request, circle)
    return render(request, "forums/join.html", {"circle": circle, "reader": reader})


def _guidelines_again(
    request: MemberRequest, template: str, reader: Reader, why_not: str
) -> HttpResponse:
    """The page as it stands now, with the reason why what was pressed did not count."""
    context = {"circle": reader.circle, "reader": reader, "why_not": why_not}
    return render(request, template, context, status=422)


def _welcome(request: MemberRequest, circle: Circle) -> HttpResponse:
    not_yet = reader_of(circle, request.user).why_not_write
    messages.success(request, _("Welcome. %s") % (not_yet or _("You can write here now.")))
    return redirect(way_on(request, circle.get_absolute_url()))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def guidelines(request: MemberRequest, ref: str) -> HttpResponse:
    """For everybody who may know of the circle; those who are in it accept them here."""
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    reader = reader_of(circle, request.user)
    if request.method == "POST":
        try:
            accept_guidelines(by=request.user, circle=circle, seen_version=_seen_version(request))
        except JoinRefused as refusal:
            return _guidelines_again(request, "forums/guidelines.html", reader, str(refusal))
        messages.success(request, _("Thank you."))
        return redirect(way_on(request, circle.get_absolute_url()))
    return render(request, "forums/guidelines.html", {"circle": circle, "reader": reader})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def part_from_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    if request.method == "POST":
        try:
            part(by=request.user, circle=circle)
        except CircleRefused as refusal:
            messages.info(request, str(refusal))
            return redirect(circle)
        messages.success(request, _("You have left this circle. What you wrote is still there."))
        return redirect("forums:home")
    if reader_of(circle, request.user).role is None:
        return redirect(circle)
    return render(request, "forums/part.html", {"circle": circle})


# Closed circles


def door(request: HttpRequest, reader: Reader, form: AskForm | None = None) -> HttpResponse:
    """What whoever is not in a closed circle finds at its address: what it is, and how to ask."""
    circle = reader.circle
    return render(
        request,
        "forums/door.html",
        {
            "circle": circle,
            "reader": reader,
            "door": door_for(reader, now=timezone.now()),
            "form": form or AskForm(circle=circle),
        },
        status=422 if form else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    if request.method != "POST":
        return redirect(circle)
    form = AskForm(request.POST, circle=circle)
    if form.is_valid():
        try:
            ask_to_join(by=request.user, circle=circle, **form.cleaned_data)
        except JoinRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You have asked. The answer will be in your notices."))
    reader = reader_of(circle, request.user)
    if form.is_valid() or reader.role is not None or not circle.is_closed():
        return redirect(circle)
    return door(request, reader, form)


@member_required
@require_POST
def take_back(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    take_back_request(by=request.user, circle=circle)
    return redirect(circle)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: MemberRequest, token: str) -> HttpResponse:
    """Looking uses nothing up. Every link that opens nothing shows the same page."""
    invitation = invitation_with(token, now=timezone.now())
    if invitation is None:
        return render(request, "forums/invitation_over.html", status=404)
    circle = invitation.circle
    reader = reader_of(circle, request.user)
    if reader.role is not None:
        messages.info(request, _("You are in this circle already."))
        return redirect(circle)
    if request.method == "POST":
        try:
            come_in(by=request.user, invitation=invitation, seen_version=_seen_version(request))
        except JoinRefused as refusal:
            return _guidelines_again(request, "forums/invited.html", reader, str(refusal))
        except InvitationRefused:
            return render(request, "forums/invitation_over.html", status=404)
        return _welcome(request, circle)
    return render(request, "forums/invited.html", {"circle": circle, "reader": reader})
