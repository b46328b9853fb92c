"""Being parted from all that one wrote. A phone left open for a minute is not enough for it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.erasing import erase_posts
from forums.forms import EraseForm
from forums.queries.erasing import is_being_erased, posts_count


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def erase(request: MemberRequest) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if form.is_valid():
        erase_posts(by=request.user, leave_words=form.leaves_words())
        messages.success(request, _("It has begun. You need not stay: it goes on by itself."))
        return redirect("forums:mine")
    shown = {
        "form": form,
        "count": posts_count(request.user),
        "is_under_way": is_being_erased(request.user),
    }
    return render(request, "forums/erase.html", shown, status=422 if form.is_bound else 200)
