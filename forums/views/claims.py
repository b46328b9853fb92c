from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.claims import claim, leave_alone, take_over, withdraw_all
from forums.choices import ClaimChoice
from forums.forms import ClaimChoiceForm, ClaimForm
from forums.models import Persona
from forums.queries.claims import claim_of, found_by, left_to_do
from forums.refusals import ClaimRefused

VERBS = {
    ClaimChoice.TAKE: take_over,
    ClaimChoice.WITHDRAW: withdraw_all,
    ClaimChoice.LEAVE: leave_alone,
}


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_posts(request: MemberRequest) -> HttpResponse:
    """Asks for the link. The answer is the same whatever the address is."""
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        try:
            claim(by=request.user, address=form.cleaned_data["address"], now=timezone.now())
        except ClaimRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _(
                    "If something came here from this address, a mail with a link is on its way "
                    "to it. Please look within the hour."
                ),
            )
            return redirect("forums:claim")
    return render(
        request,
        "forums/claim.html",
        {"form": form, "left_to_do": left_to_do(request.user)},
        status=422 if form.is_bound else 200,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove_claim(request: MemberRequest, token: str) -> HttpResponse:
    """What the mailed link opens: what was found, and what is to become of it. Only pressing the
    button spends the link; one that does not work is the same page, whatever the reason."""
    asked = claim_of(request.user, token=token, now=timezone.now())
    if asked is None:
        return render(request, "forums/claim_over.html", status=404)
    form = ClaimChoiceForm(request.POST or None)
    if form.is_valid():
        choice = ClaimChoice(form.cleaned_data["choice"])
        try:
            VERBS[choice](by=request.user, token=token, now=timezone.now())
        except ClaimRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if choice == ClaimChoice.LEAVE:
                messages.success(request, _("They stay as they are."))
            return redirect("forums:claim")
    return render(
        request,
        "forums/prove_claim.html",
        {
            "form": form,
            "found": found_by(asked),
            "persona": Persona.objects.worn_everywhere().filter(owner=request.user).first(),
        },
        status=422 if form.is_bound else 200,
    )
