"""The desk: what is to be decided, and one case with all that is known of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import member_required, only_for
from accounts.requests import MemberRequest
from forums.actions.care import meet, take_next
from forums.actions.cases import look_at
from forums.forms import CaseNoteForm, DeskForm
from forums.models import Case
from forums.queries.care import at_work, hand_overs_for
from forums.queries.cases import desk_page, moderates_house
from forums.queries.coming_back import may_have_come_back
from forums.queries.decisions import appeals_waiting, words_of
from forums.queries.desk import (
    circles_at_desk,
    context_of,
    decided_page,
    decisions_of,
    how_many,
    is_time_to_look_again,
    muted_notes_of,
    notes_for,
    on_it,
    trail_of,
)
from forums.queries.history import author_history, reporters_history, similar_decisions
from forums.queries.images import pictures_kept_for
from forums.queries.navigation import is_moderator
from forums.queries.quotes import as_read_by
from forums.refusals import CaseRefused
from forums.rendering.cases import frozen_texts
from forums.views.decisions import Asked, deciding

desk_required = only_for(is_moderator)
# What a page about a case asks for.
OF_CASE = (
    "circle",
    "rule",
    "post__author",
    "post__topic__circle",
    "post__topic__opened_by",
    "topic__opened_by",
    "persona",
    "about_circle",
)


@desk_required
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    shows_decided = request.GET.get("show") == "decided"
    shown = _decided(request) if shows_decided else _open(request)
    return render(request, "forums/desk.html", {"shows_decided": shows_decided, **shown})


def _decided(request: MemberRequest) -> dict[str, Any]:
    page = decided_page(request.user, after=request.GET.get("after", ""))
    return {"page": page, "later": f"show=decided&after={page.more}"}


def _open(request: MemberRequest) -> dict[str, Any]:
    """What stands above the cases is for the first page alone."""
    now, moderator, after = timezone.now(), request.user, request.GET.get("after", "")
    form = DeskForm(request.GET, circles=circles_at_desk(moderator))
    filters = form.filters()
    page = desk_page(moderator, now=now, filters=filters, after=after)
    asked = request.GET.copy()
    asked["after"] = page.more
    shown = {"page": page, "form": form, "now": now, "later": asked.urlencode(), "after": after}
    if after:
        return shown
    work = at_work(moderator, now=now)
    return shown | {
        "work": work,
        "counts": how_many(moderator),
        "appeals": appeals_waiting(moderator),
        "hand_overs": hand_overs_for(moderator, now=now) if work.since else [],
    }


@desk_required
@require_POST
def next_one(request: MemberRequest) -> HttpResponse:
    try:
        return redirect(take_next(by=request.user))
    except CaseRefused as refusal:
        messages.info(request, str(refusal))
        return redirect("forums:desk")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: MemberRequest, ref: str) -> HttpResponse:
    cases = Case.objects.visible_to(request.user).select_related(*OF_CASE)
    case = get_object_or_404(cases, ref=ref)
    asked = deciding(request, case)
    if asked.is_decided:
        messages.success(request, _("Decided. Those it concerns have been told."))
        return redirect("forums:desk")
    if request.htmx:
        return render(request, "forums/_decide.html", {"case": case, "asked": asked})
    # That somebody looked is written down by the look itself: for how long it took, for what they
    # carry, and for the log. A form that is refused shows the same page, so it is a look as well.
    look_at(by=request.user, case=case)
    meet(by=request.user, case=case)
    status = 422 if asked.is_refused else 200
    shown = _of_case(request, case, asked)
    return render(request, "forums/case.html", shown, status=status)


def _of_case(request: MemberRequest, case: Case, asked: Asked) -> dict[str, Any]:
    moderator, now, post = request.user, timezone.now(), words_of(case)
    context = context_of(post) if post else None
    if post and context:
        as_read_by(moderator, [post, *context.above, *context.below])
    reports = list(case.reports.order_by("id"))
    decisions = list(decisions_of(case))
    frozen = frozen_texts(reports, reporters_history(reports), post)
    is_house_moderator = moderates_house(moderator)
    return {
        "case": case,
        "post": post,
        "context": context,
        "frozen": frozen,
        # Nobody has to read the same words twice.
        "is_unchanged": any(text.is_the_same for text in frozen),
        "kept_pictures": pictures_kept_for(case),
        "decisions": decisions,
        "is_time_to_look_again": is_time_to_look_again(case, decisions),
        "history": author_history(case, moderator),
        "similar": similar_decisions(case, moderator),
        "notes": notes_for(case, moderator),
        "note_form": CaseNoteForm(auto_id="note_%s"),
        "muted": muted_notes_of(case, moderator),
        "on_it": on_it(case, moderator, now=now),
        "trail": trail_of(case),
        "asked": asked,
        "is_house_moderator": is_house_moderator,
        "may_have_come_back": is_house_moderator and may_have_come_back(case),
        "is_overdue": case.is_overdue(at=now),
        "now": now,
    }


@member_required
@require_safe
def who(request: MemberRequest, ref: str) -> HttpResponse:
    """Whether somebody is on it, asked for again and again while the page is open."""
    case = get_object_or_404(Case.objects.visible_to(request.user), ref=ref)
    by_now = on_it(case, request.user, now=timezone.now())
    if request.GET.get("seen") == by_now.seen:
        # Nothing is drawn anew under somebody's hands.
        return HttpResponse(status=204)
    return render(request, "forums/_on_it.html", {"case": case, "on_it": by_now})
