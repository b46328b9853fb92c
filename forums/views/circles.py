from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.circles import choose_persona, join, part
from forums.forms import PersonaForm
from forums.models import Circle, Persona
from forums.queries.circles import circles_with_membership
from forums.queries.conversation import topics_page
from forums.queries.drafts import drafts_to_go_on_with
from forums.queries.following import follows_circle
from forums.queries.readers import reader_of
from forums.refusals import PersonaRefused


@member_required
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    persona = Persona.objects.worn_everywhere().filter(owner=request.user).first()
    if persona is None:
        return redirect("forums:persona")
    mine, others = circles_with_membership(request.user)
    return render(
        request,
        "forums/home.html",
        {
            "persona": persona,
            "mine": mine,
            "others": others,
            "drafts": drafts_to_go_on_with(request.user),
        },
    )


@require_safe
def circle(request: HttpRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    reader = reader_of(circle, request.user)
    response = render(
        request,
        "forums/circle.html",
        {
            "circle": circle,
            "reader": reader,
            "page": topics_page(circle, reader=reader, after=request.GET.get("after", "")),
            "follows": request.user.is_authenticated and follows_circle(request.user, circle),
        },
    )
    if circle.is_open_to_anyone():
        response["X-Robots-Tag"] = "all"
    return response


@member_required
@require_POST
def join_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    join(by=request.user, circle=circle)
    messages.success(request, _("Welcome. You can write here now."))
    return redirect(circle)


@member_required
@require_POST
def part_from_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), ref=ref)
    part(by=request.user, circle=circle)
    messages.success(request, _("You have left this circle. What you wrote is still there."))
    return redirect("forums:home")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def persona(request: MemberRequest) -> HttpResponse:
    present = Persona.objects.worn_everywhere().filter(owner=request.user).first()
    form = PersonaForm(request.POST or None, initial={"name": present.name if present else ""})
    if form.is_valid() and _choose(request, form):
        return redirect("forums:home")
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
