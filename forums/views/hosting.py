"""Looking after a circle. For whoever does not, there are no such pages."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.circles import appoint, appoint_named, change_circle
from forums.actions.doors import invite, let_in, refuse, withdraw_invitation
from forums.choices import Reading, Role
from forums.forms import CircleForm, InvitationForm, ReadingForm, RefusalForm, RoleForm
from forums.models import Circle, ContentNote, Invitation, JoinRequest
from forums.queries.circles import seen_of, those_who_look_after
from forums.queries.doors import requests_page, valid_invitations, with_name_of_asker
from forums.queries.readers import reader_of
from forums.refusals import CircleRefused, InvitationRefused, RequestRefused


@member_required
@require_safe
def requests(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.looked_after_by(request.user), ref=ref)
    page = requests_page(circle, request.user, after=request.GET.get("after", ""))
    return render(
        request,
        "forums/requests.html",
        {"circle": circle, "page": page, "is_moderator": _moderates(request, circle)},
    )


def _moderates(request: MemberRequest, circle: Circle) -> bool:
    return reader_of(circle, request.user).is_moderator


def _request(request: MemberRequest, ref: str, asked: str) -> JoinRequest:
    """Open or not: whoever comes too late reads that somebody was faster."""
    requests = with_name_of_asker(JoinRequest.objects.visible_to(request.user))
    return get_object_or_404(requests.select_related("circle"), circle__ref=ref, ref=asked)


@member_required
@require_POST
def let_in_whoever_asks(request: MemberRequest, ref: str, asked: str) -> HttpResponse:
    try:
        let_in(by=request.user, request=_request(request, ref, asked))
    except RequestRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("They can come in now, and they have been told."))
    return redirect("forums:requests", ref)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_whoever_asks(request: MemberRequest, ref: str, asked: str) -> HttpResponse:
    join_request = _request(request, ref, asked)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        try:
            refuse(by=request.user, request=join_request, **form.cleaned_data)
        except RequestRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They have been told."))
            return redirect("forums:requests", ref)
    return render(
        request,
        "forums/refuse.html",
        {"circle": join_request.circle, "join_request": join_request, "form": form},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: MemberRequest, ref: str) -> HttpResponse:
    """Those that can be used. The link of a new one is on this page once, and never again."""
    circle = get_object_or_404(Circle.objects.looked_after_by(request.user), ref=ref)
    form = InvitationForm(request.POST or None)
    link = ""
    if form.is_valid():
        try:
            _made, token = invite(by=request.user, circle=circle, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            link = settings.SITE_URL + reverse("forums:invited", args=[token])
    return render(
        request,
        "forums/invitations.html",
        {
            "circle": circle,
            "form": form,
            "link": link,
            "is_moderator": _moderates(request, circle),
            "invitations": valid_invitations(circle, request.user, now=timezone.now()),
        },
        status=422 if form.is_bound and not link else 200,
    )


@member_required
@require_POST
def withdraw(request: MemberRequest, ref: str, invitation: str) -> HttpResponse:
    invitations = Invitation.objects.visible_to(request.user).select_related("circle")
    withdraw_invitation(
        by=request.user,
        invitation=get_object_or_404(invitations, circle__ref=ref, ref=invitation),
    )
    messages.success(request, _("That link opens nothing any more."))
    return redirect("forums:invitations", ref)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def circle_settings(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.looked_after_by(request.user), ref=ref)
    form = CircleForm(
        request.POST or None,
        # The form writes into its instance, which must not be the one that the page is shown for.
        instance=Circle.objects.get(pk=circle.pk),
        initial={"seen": seen_of(circle)},
        notes=ContentNote.objects.order_by("place").values_list("name", flat=True),
    )
    if form.is_valid():
        try:
            change_circle(by=request.user, circle=circle, **form.cleaned_data)
        except CircleRefused as refusal:
            form.add_error(None, str(refusal))
            # What has changed in between is told now, so the next try counts from here.
            form.data = request.POST.copy()
            form.data["seen"] = seen_of(Circle.objects.get(pk=circle.pk))
        else:
            messages.success(request, _("Saved."))
            return redirect("forums:circle_settings", ref)
    return render(
        request,
        "forums/circle_settings.html",
        {"circle": circle, "form": form, "is_moderator": _moderates(request, circle)},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: MemberRequest, ref: str) -> HttpResponse:
    """Who may read: chosen, then confirmed on a page that says what it means."""
    circle = get_object_or_404(Circle.objects.moderated_by(request.user), ref=ref)
    form = ReadingForm(request.POST or None, circle=circle)
    wanted = ""
    if form.is_valid():
        wanted = form.cleaned_data["reading"]
        if wanted == circle.reading:
            return redirect("forums:circle_settings", ref)
        if "confirmed" in request.POST:
            change_circle(by=request.user, circle=circle, reading=wanted)
            messages.success(request, _("Saved."))
            return redirect("forums:circle_settings", ref)
    return render(
        request,
        "forums/reading.html",
        {
            "circle": circle,
            "form": form,
            "wanted": wanted,
            "closes": wanted == Reading.CLOSED,
        },
        status=422 if form.errors else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.moderated_by(request.user), ref=ref)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            appoint_named(by=request.user, circle=circle, **form.cleaned_data)
        except CircleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_roles(request, circle)
    return render(
        request,
        "forums/roles.html",
        {"circle": circle, "form": form, "holders": those_who_look_after(circle)},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_POST
def take_role(request: MemberRequest, ref: str, persona: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.moderated_by(request.user), ref=ref)
    holder = get_object_or_404(those_who_look_after(circle), persona_ref=persona)
    try:
        appoint(by=request.user, user=holder.user, circle=circle, role=Role.MEMBER)
    except CircleRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("forums:roles", ref)
    return _to_roles(request, circle)


def _to_roles(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Where they still give roles; whoever has just given up their own goes to the circle."""
    messages.success(request, _("Saved."))
    if Circle.objects.moderated_by(request.user).filter(pk=circle.pk).exists():
        return redirect("forums:roles", circle.ref)
    return redirect(circle)
