from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.mail import forget_address, say_mailbox_is_private, stop_mail
from accounts.actions.preferences import choose_cover, set_preferences
from accounts.doors import member_required
from accounts.forms import CoverForm, PreferencesForm
from accounts.models import RecoveryKey, User
from accounts.requests import MemberRequest


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    # The form writes into its instance, which must not be the one that the page is shown for.
    form = PreferencesForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        set_preferences(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    has_key = RecoveryKey.objects.filter(user=request.user).exists()
    return render(
        request,
        "accounts/settings.html",
        {"form": form, "has_key": has_key},
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


@member_required
@require_POST
def forget_mail(request: MemberRequest) -> HttpResponse:
    forget_address(by=request.user)
    messages.success(request, _("The address is forgotten. No more mail will come."))
    return redirect("accounts:settings")


@member_required
@require_POST
def mailbox_is_private(request: MemberRequest) -> HttpResponse:
    say_mailbox_is_private(by=request.user, on=timezone.localdate())
    messages.success(request, _("Thank you. You are asked again in three months."))
    return redirect("account_email")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One-click unsubscribe (RFC 8058): GET changes nothing, POST needs no cookie."""
    if request.method == "POST":
        stop_mail(token=token)
    return render(request, "accounts/stop_mail.html", {"is_done": request.method == "POST"})
