"""A few signed-in pages of our own, so that something is there that could leak."""

from itertools import count

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

CANARY = "kestrelword"

# The token sets a second cookie, on the first page only: the browser would drop a kept page of
# ours when a later one sets a cookie.
PAGE = """{% extends "base.html" %}
{% block title %}Notes{% endblock %}
{% block main %}
  <h1>{{ canary }}</h1>
  <p id="served">{{ served }}</p>
  <form method="post">
    {% if number == 1 %}{% csrf_token %}{% endif %}
    <input aria-label="Line">
  </form>
  {% for _ in lines %}<p>{{ canary }}</p>{% endfor %}
  <button id="middle">middle</button>
  {% for _ in lines %}<p>{{ canary }}</p>{% endfor %}
  <a href="/test/{{ number|add:1 }}/">next</a>
{% endblock %}"""

served = count(1)


@login_required
def page(request: HttpRequest, number: int) -> HttpResponse:
    template = engines["django"].from_string(PAGE)
    context = {"canary": CANARY, "number": number, "served": next(served), "lines": range(30)}
    return HttpResponse(template.render(context, request))


def bare(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse("<title>bare</title>")


class WithPages:
    urlpatterns = [
        path("test/<int:number>/", page),
        path("bare/<int:number>/", bare),
        path("", include("config.urls")),
    ]
