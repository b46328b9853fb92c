from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import member_required, way_on
from accounts.requests import MemberRequest
from forums.actions.circles import choose_persona
from forums.forms import PersonaForm
from forums.models import Persona
from forums.queries.circles import circle_with_ties, circles_for
from forums.queries.drafts import drafts_to_go_on_with
from forums.queries.readers import reader_of
from forums.queries.topics import topics_page
from forums.refusals import PersonaRefused
from forums.rendering.circles import circle_page
from forums.views.doors import door


@member_required
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    persona = Persona.objects.worn_everywhere().filter(owner=request.user).first()
    if persona is None:
        return redirect("forums:persona")
    return render(
        request,
        "forums/home.html",
        {
            "persona": persona,
            "circles": circles_for(request.user),
            "drafts": drafts_to_go_on_with(request.user),
        },
    )


@require_safe
def circle(request: HttpRequest, ref: str) -> HttpResponse:
    found = circle_with_ties(ref, request.user)
    if found is None:
        raise Http404
    circle, ties = found
    reader = reader_of(circle, request.user)
    if circle.is_closed() and reader.role is None:
        return door(request, reader)
    shown = topics_page(circle, reader=reader, after=request.GET.get("after", ""))
    return circle_page(request, circle, reader=reader, ties=ties, shown=shown)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def persona(request: MemberRequest) -> HttpResponse:
    present = Persona.objects.worn_everywhere().filter(owner=request.user).first()
    form = PersonaForm(request.POST or None, initial={"name": present.name if present else ""})
    if form.is_valid() and _choose(request, form):
        return redirect(way_on(request, "forums:home"))
    return render(
        request,
        "forums/persona.html",
        {"form": form, "is_first": present is None},
        status=422 if form.is_bound else 200,
    )


def _choose(request: MemberRequest, form: PersonaForm) -> bool:
    try:
        choose_persona(by=request.user, name=form.cleaned_data["name"])
    except PersonaRefused as refusal:
        form.add_error("name", str(refusal))
    except ValidationError as invalid:
        form.add_error("name", invalid.messages)
    return form.is_valid()
