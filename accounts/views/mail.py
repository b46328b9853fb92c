"""Mail as its reader meets it: when it comes, what its links do, how it ends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.mail_hours import choose_mail_hour, choose_no_mail_hour
from accounts.actions.mailboxes import forget_address, say_mailbox_is_private, stop_mail
from accounts.doors import member_required
from accounts.forms import MailHoursForm
from accounts.models import MailSlot
from accounts.queries import has_proved_address, where_it_leads
from accounts.refusals import MailRefused
from accounts.requests import MemberRequest


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: MemberRequest) -> HttpResponse:
    slot = MailSlot.objects.filter(user=request.user).first()
    initial = {"hour": slot.hour, "days": slot.days} if slot else None
    form = MailHoursForm(request.POST or None, initial=initial)
    if form.is_valid() and _chosen(request, form):
        return redirect("accounts:mail_hours")
    return render(
        request,
        "accounts/mail_hours.html",
        {"form": form, "slot": slot, "has_address": has_proved_address(request.user)},
        status=422 if form.is_bound else 200,
    )


def _chosen(request: MemberRequest, form: MailHoursForm) -> bool:
    try:
        choose_mail_hour(by=request.user, now=timezone.now(), **form.cleaned_data)
    except MailRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved. A mail comes in that hour, if there is something new."))
    return True


@member_required
@require_POST
def no_hours(request: MemberRequest) -> HttpResponse:
    choose_no_mail_hour(by=request.user)
    messages.success(request, _("What is new waits for you here, and no mail says so."))
    return redirect("accounts:mail_hours")


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


@require_safe
def note(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail. It leads on, and does nothing else: whoever follows it is whoever they
    were before."""
    return redirect(where_it_leads(token))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One-click unsubscribe (RFC 8058): GET changes nothing, POST needs no cookie."""
    if request.method == "POST":
        stop_mail(token=token)
    return render(request, "accounts/stop_mail.html", {"is_done": request.method == "POST"})
