from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trackers.forms.insights import SpanForm
from trackers.models import Vault
from trackers.queries.doors import ShownPerson, people
from trackers.queries.insights import Material, material_of, sections_of
from trackers.queries.tallies import is_anything_before
from trackers.rendering import drawn
from trackers.views.private import OwnRequest, private, today_of
from trackers.views.tallies import own_details


@private
@require_safe
def insights(request: OwnRequest) -> HttpResponse:
    """What some time shows, on one page that can be printed and brought along."""
    today = today_of(request)
    known = people(request.user, request.vault, today=today)
    named = [(str(one.row.pk), one.contents.name) for one in known if one.contents]
    form = SpanForm(request.GET.dict(), people=named)
    material = _material(request, form, known, today=today)
    context = {
        "form": form,
        "span": material.span,
        "shown": drawn(sections_of(material)),
        "who": dict(named).get(form.person()),
    }
    return render(
        request, "trackers/insights.html", context, status=200 if form.is_valid() else 422
    )


def _material(
    request: OwnRequest, form: SpanForm, known: list[ShownPerson], *, today: date
) -> Material:
    asked = form.span(today=today)
    doors = {
        str(one.row.pk): frozenset([*(door.id for door in one.doors), *one.damaged])
        for one in known
    }
    return material_of(
        own_details(request, since=asked.first, until=asked.last),
        asked=asked,
        begun_on=Vault.objects.visible_to(request.user).get().made_on,
        has_earlier=is_anything_before(request.user, day=asked.first),
        doors=doors.get(form.person()),
    )
