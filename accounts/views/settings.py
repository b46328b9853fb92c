from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.preferences import choose_cover, set_preferences
from accounts.doors import member_required
from accounts.forms import CoverForm, PreferencesForm
from accounts.models import RecoveryKey, User
from accounts.queries import mail_came_back
from accounts.requests import MemberRequest


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    # The form writes into its instance, which must not be the one that the page is shown for.
    form = PreferencesForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        set_preferences(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    has_key = RecoveryKey.objects.filter(user=request.user).exists()
    return render(
        request,
        "accounts/settings.html",
        {"form": form, "has_key": has_key, "mail_came_back": mail_came_back(request.user)},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: MemberRequest) -> HttpResponse:
    """What shows of the site where nobody has opened it."""
    form = CoverForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        chosen = form.cleaned_data
        choose_cover(
            by=request.user,
            name=chosen["cover_name"],
            icon=chosen["cover_icon"],
            colour=chosen["cover_colour"],
            mail_subject=chosen["mail_subject"],
        )
        messages.success(request, _("Saved. The tab shows it from now on."))
        return redirect("accounts:cover")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/cover.html", {"form": form}, status=status)
