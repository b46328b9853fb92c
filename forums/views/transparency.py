"""The report that the operator owes, as a page and as a file.

Anybody reads whole quarters, and only those: of two periods that differ by a day, the difference
would be that day. Whoever moderates the house may ask for any period.
"""

import csv
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import house_required
from accounts.models import today
from accounts.requests import MemberRequest
from forums.forms import PeriodForm
from forums.queries.transparency import Figures, Period, figures_of, last_quarters, quarter


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return _("%(year)d, quarter %(number)d") % {"year": self.year, "number": self.number}


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    if not settings.TRANSPARENCY_PUBLIC:
        raise Http404
    quarters = [Quarter(*found) for found in last_quarters(today())]
    asked = request.GET.get("quarter", "")
    chosen = next((each for each in quarters if each.code == asked), None)
    if asked and chosen is None:
        raise Http404
    chosen = chosen or quarters[0]
    figures = figures_of(quarter(chosen.year, chosen.number))
    if "file" in request.GET:
        return as_file(figures)
    return render(
        request,
        "forums/transparency.html",
        {
            "figures": figures,
            "quarters": quarters,
            "chosen": chosen,
            "file": f"{reverse('forums:transparency')}?quarter={chosen.code}&file",
        },
    )


@house_required
@require_safe
def figures(request: MemberRequest) -> HttpResponse:
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=_last_quarter())
    if not form.is_bound:
        form = PeriodForm(form.initial)
    found = figures_of(form.period()) if form.is_valid() else None
    if found is not None and "file" in request.GET:
        return as_file(found)
    first, last = form["first"].value(), form["last"].value()
    return render(
        request,
        "forums/figures.html",
        {
            "figures": found,
            "form": form,
            "file": f"{reverse('forums:figures')}?first={first}&last={last}&file",
        },
        status=200 if found else 422,
    )


def _last_quarter() -> dict[str, date]:
    period: Period = quarter(*last_quarters(today(), most=1)[0])
    return {"first": period.first, "last": period.last}


def as_file(figures: Figures) -> HttpResponse:
    """The same numbers, one in each row; nothing, where a number is not told."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"figures-{figures.period.first}-{figures.period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    rows = csv.writer(response)
    rows.writerow(["from", "to", "table", "row", "measure", "value"])
    period = [figures.period.first, figures.period.last]
    for table in figures.tables:
        for label, number in table.rows or []:
            rows.writerow([*period, _plain(table.name), _plain(label), "number", _told(number)])
    for times in figures.times:
        for label, middle, tail in times.rows:
            at = [*period, _plain(times.name), _plain(label)]
            rows.writerow([*at, "median", _told(middle)])
            rows.writerow([*at, "90th percentile", _told(tail)])
    return response


def _told(number: float | None) -> str:
    return "" if number is None else str(number)


def _plain(text: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    words = str(text)
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
