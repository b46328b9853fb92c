"""The log, for those who moderate the house. For everybody else there is no such page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.doors import house_required
from accounts.requests import MemberRequest
from forums.forms import LogForm
from forums.queries.log import LogPage, log_page


@house_required
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    form = LogForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = log_page(request.user, **asked)
    shown = {"form": form, "page": page, "older": _older(page, form)}
    return render(request, "forums/log.html", shown, status=422 if form.errors else 200)


def _older(page: LogPage, form: LogForm) -> str:
    """The way to the next page, as it was asked for; nothing on the last."""
    if page.before is None:
        return ""
    asked = {name: form.data.get(name) for name in ("verb", "case", "by")}
    narrowed: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return urlencode(narrowed | {"before": page.before})
