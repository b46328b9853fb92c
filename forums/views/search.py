from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forums.choices import Order
from forums.forms import SearchForm
from forums.queries.search import Search, found_page, searcher_of, since


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. Somebody who comes from a circle has it chosen already."""
    searcher = searcher_of(request.user)
    form = SearchForm(
        request.GET if "q" in request.GET else None,
        circles=searcher.circles,
        has_own_posts=request.user.is_authenticated,
        initial={"circle": request.GET.get("circle", "")},
    )
    page = None
    if form.is_valid():
        asked = form.cleaned_data
        page = found_page(
            searcher,
            Search(
                words=asked["q"],
                circles=[c for c in searcher.circles if asked["circle"] in ("", c.ref)],
                since=since(asked["when"], now=timezone.now()),
                mine=asked.get("mine", False),
                order=asked["order"] or Order.NEWEST,
            ),
            after=request.GET.get("after", ""),
        )
    return render(
        request,
        "forums/_search.html" if "HX-Request" in request.headers else "forums/search.html",
        {"form": form, "page": page},
        status=422 if form.errors else 200,
    )
