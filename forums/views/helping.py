"""What the screen does for whoever writes: details they may not want to show, somebody to turn
to, and what they never want to show."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.screening import keep_from_showing, keep_no_more
from forums.forms import CountryForm, NeverRevealForm
from forums.models import NeverReveal, Post
from forums.queries.help_lines import countries_with_help, country_of
from forums.queries.help_lines import help_lines as lines_for
from forums.queries.screening import says_crisis
from forums.refs import is_ref
from forums.refusals import ScreenRefused


def seen_details(request: MemberRequest) -> list[str]:
    """What somebody was shown and lets stand: the keys on the button that they pressed."""
    return request.POST.get("as_it_is", "").split()


def after_saying(post: Post) -> str:
    """Whom somebody could turn to who has just posted this, where that is what comes first; or
    nothing. It is asked of the words alone, and nothing of it is kept."""
    if not says_crisis(post):
        return ""
    return f"{reverse('forums:help')}?{urlencode({'after': post.ref})}"


@member_required
@require_safe
def help(request: MemberRequest) -> HttpResponse:
    offered = countries_with_help()
    country = country_of(request.user, asked=request.GET.get("country", ""), offered=offered)
    posts = Post.objects.written_by(request.user)
    after = request.GET.get("after", "")
    return render(
        request,
        "forums/help.html",
        {
            "lines": lines_for(country),
            "country": dict(offered)[country],
            "form": CountryForm(initial={"country": country}, countries=offered),
            "post": posts.filter(ref=after).first() if is_ref(after) else None,
        },
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def never_reveal(request: MemberRequest) -> HttpResponse:
    form = NeverRevealForm(request.POST or None)
    if form.is_valid():
        try:
            keep_from_showing(by=request.user, **form.cleaned_data)
        except ScreenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. You will be asked before you post it."))
            return redirect("forums:never_reveal")
    kept = NeverReveal.objects.filter(owner=request.user).order_by("hint", "pk")
    return render(
        request,
        "forums/never_reveal.html",
        {"form": form, "kept": kept},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_POST
def reveal(request: MemberRequest, ref: str) -> HttpResponse:
    kept = get_object_or_404(NeverReveal, owner=request.user, ref=ref)
    keep_no_more(by=request.user, kept=kept)
    messages.success(request, _("It is removed."))
    return redirect("forums:never_reveal")
