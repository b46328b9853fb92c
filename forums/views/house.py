"""What those who moderate the whole house set for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import house_required
from accounts.requests import MemberRequest
from forums.actions.house import set_due_times
from forums.forms import DueTimesForm
from forums.queries.cases import due_times
from forums.refusals import CaseRefused


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def due_times_page(request: MemberRequest) -> HttpResponse:
    form = DueTimesForm(request.POST or None, within=due_times())
    if form.is_valid():
        try:
            set_due_times(by=request.user, within=form.within())
        except CaseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It holds for what comes from now on."))
            return redirect("forums:due_times")
    status = 422 if form.is_bound else 200
    return render(request, "forums/due_times.html", {"form": form}, status=status)
