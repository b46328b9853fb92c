"""An urge, ridden out: rated, rated again, and over."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trackers.actions.urges import begin_urge, end_urge, rate_urge
from trackers.choices import HelperRole, UrgeOutcome
from trackers.forms.urges import EndForm, StrengthForm
from trackers.models import (
    Helper,
    HelperContents,
    Instead,
    InsteadContents,
    Reason,
    ReasonContents,
    Urge,
    UrgeContents,
)
from trackers.queries.notes import letters_for_weak_hours
from trackers.queries.shelves import headlines, shelf_of
from trackers.queries.urges import Wave, latest_urges, under_way, usual_minutes, waves
from trackers.refusals import UrgeRefused
from trackers.rules.prompts import INSTEAD
from trackers.rules.urges import is_under_way
from trackers.views.disposal import cannot_be_opened
from trackers.views.private import OwnRequest, posted, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def urges(request: OwnRequest) -> HttpResponse:
    """Where it begins. Somebody who was in the middle of one comes back to it."""
    now = timezone.now()
    form = StrengthForm(posted(request), initial={"urge": uuid4()})
    if form.is_valid():
        urge = begin_urge(
            by=request.user,
            vault=request.vault,
            strength=form.cleaned_data["strength"],
            now=now,
            urge_id=form.cleaned_data["urge"],
        )
        return redirect("trackers:urge", urge.pk)
    found = latest_urges(request.user, request.vault)
    if request.method != "POST" and (wave := under_way(found, now=now)):
        return redirect("trackers:urge", wave.urge.pk)
    context = {"form": form, "waves": waves(found), "usual_minutes": usual_minutes(found)}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/urges.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: OwnRequest, pk: UUID) -> HttpResponse:
    """The wave: how it goes, what to do meanwhile, and again how strong it is."""
    row = get_object_or_404(Urge.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], UrgeContents)[0].contents
    if contents is None:
        return _cannot_be_opened(request, row)
    form = StrengthForm(posted(request))
    if form.is_valid():
        try:
            rate_urge(
                by=request.user,
                vault=request.vault,
                urge=row,
                strength=form.cleaned_data["strength"],
                now=timezone.now(),
            )
        except UrgeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("trackers:urge", pk)
    lasts = is_under_way(contents.ratings, contents.outcome, now=timezone.now())
    context = {
        "form": form,
        "wave": Wave(row, contents),
        "is_under_way": lasts,
        "outcome": dict(UrgeOutcome.choices).get(contents.outcome, contents.outcome),
    }
    if lasts:
        context |= _meanwhile(request)
    status = 422 if form.is_bound else 200
    return render(request, "trackers/urge.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Urge.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], UrgeContents)[0].contents
    if contents is None:
        return _cannot_be_opened(request, row)
    initial = {"outcome": contents.outcome, "helped": contents.helped, "words": contents.words}
    could_help = [*_instead(request), *contents.helped]
    form = EndForm(posted(request), initial=initial, could_help=could_help)
    if form.is_valid():
        outcome = UrgeOutcome(form.cleaned_data["outcome"])
        end_urge(
            by=request.user,
            vault=request.vault,
            urge=row,
            outcome=outcome,
            helped=form.cleaned_data.get("helped", []),
            words=form.cleaned_data["words"],
        )
        if outcome == UrgeOutcome.CONTACT:
            return redirect(reverse("trackers:new_event") + "?what=6")
        messages.success(request, _("You let it pass. That was yours."))
        return redirect("trackers:today")
    status = 422 if form.is_bound else 200
    return render(request, "trackers/end_urge.html", {"form": form, "row": row}, status=status)


def _meanwhile(request: OwnRequest) -> dict[str, object]:
    """What is there for somebody while it lasts, and only then: all of it has to be opened."""
    user, vault = request.user, request.vault
    return {
        "usual_minutes": usual_minutes(latest_urges(user, vault)),
        "instead": _instead(request),
        "reasons": headlines(shelf_of(user, vault, Reason, ReasonContents)),
        "helpers": _who_can_be_called(request),
        "letters": letters_for_weak_hours(user, vault),
    }


def _instead(request: OwnRequest) -> list[str]:
    """Their own list; ours, as long as they have none."""
    own = headlines(shelf_of(request.user, request.vault, Instead, InsteadContents))
    return own or [str(one) for one in INSTEAD]


def _who_can_be_called(request: OwnRequest) -> list[HelperContents]:
    helpers = shelf_of(request.user, request.vault, Helper, HelperContents)
    known = [helper.contents for helper in helpers if helper.contents]
    return [helper for helper in known if HelperRole.CALL in helper.roles]


def _cannot_be_opened(request: OwnRequest, row: Urge) -> HttpResponse:
    return cannot_be_opened(request, row, reverse("trackers:dispose_of_urge", args=[row.pk]))
