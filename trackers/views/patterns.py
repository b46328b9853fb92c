from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from trackers.forms.insights import ALL, SpanForm
from trackers.queries.incident_sources import people_to_choose
from trackers.queries.incidents import every_entry
from trackers.queries.patterns import Whole, sections_of_whole, whole_of
from trackers.queries.statements import first_sent
from trackers.rendering import drawn
from trackers.rules.statements import told_at
from trackers.views.private import OwnRequest, private, today_of


@private
@require_safe
def pattern(request: OwnRequest) -> HttpResponse:
    """The whole log on one page, that can be printed and brought along."""
    people = people_to_choose(request.user, request.vault)
    form = SpanForm({"time": ALL} | request.GET.dict(), people=people)
    if "who" in form.fields:
        form.fields["who"].label = _("Entries about whom")
    whole = _whole(request, form)
    context = {
        "form": form,
        "whole": whole,
        "shown": drawn(sections_of_whole(whole)),
        "who": dict(people).get(form.person()),
        "today": today_of(request),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "trackers/log_pattern.html", context, status=status)


def _whole(request: OwnRequest, form: SpanForm) -> Whole:
    entries, damaged = every_entry(request.user, request.vault)
    person = form.person()
    return whole_of(
        entries,
        asked=form.span(today=today_of(request)),
        told_at=told_at(person or None, first_sent(request.user, request.vault)),
        damaged=damaged,
        person=person,
    )
