"""Self-checks. Answers are looked at and forgotten, unless somebody asks for more."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trackers.actions.checks import keep_answers, take_up
from trackers.forms.checks import CheckForm, TakeUpForm
from trackers.models import KeptCheck, KeptCheckContents, Person, PersonContents
from trackers.queries.beside import kept_checks
from trackers.queries.cards import check_with_questions
from trackers.queries.shelves import shelf_of
from trackers.refusals import CheckRefused, DoorRefused, ShelfRefused
from trackers.rules.cards import Shown
from trackers.views.cards import chosen_person
from trackers.views.disposal import ask_about
from trackers.views.private import OwnRequest, private, today_of
from trackers.views.readers import ReaderRequest, open_or_not, reader_of


@open_or_not
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ReaderRequest, ref: str) -> HttpResponse:
    shown, questions = _check(request, ref)
    form = CheckForm(request.POST if request.method == "POST" else None, questions=questions)
    context = {"check": shown, "questions": questions, "form": form}
    if form.is_valid():
        yes = form.cleaned_data["yes"]
        context["said_yes"] = [one for one in questions if one.head.key in yes]
        return render(request, "trackers/check_answered.html", context)
    if request.vault:
        context["kept"] = kept_checks(request.user, request.vault, key=shown.head.key)
    return render(request, "trackers/check.html", context, status=422 if form.is_bound else 200)


@private
@require_POST
def take_up_check(request: OwnRequest, ref: str) -> HttpResponse:
    """What somebody said yes to becomes doors and steps: as many of them as they choose."""
    shown, questions = _check(request, ref)
    said = request.POST.getlist("yes")
    people = shelf_of(request.user, request.vault, Person, PersonContents)
    form = TakeUpForm(
        request.POST if "item" in request.POST else None,
        initial={"yes": said},
        # What was not said yes to is not offered.
        questions=[one for one in questions if one.head.key in request.POST.getlist("said", said)],
        people=[(str(one.row.pk), one.contents.name) for one in people if one.contents],
    )
    if form.is_valid():
        try:
            taken = _take_up(request, form, shown, questions, [one.row for one in people])
        except (CheckRefused, DoorRefused, ShelfRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _taken(request, taken)
    context = {"form": form, "check": shown, "said": request.POST.getlist("said", said)}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/take_up.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_check(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(KeptCheck.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], KeptCheckContents)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:cards"))


def _take_up(
    request: OwnRequest,
    form: TakeUpForm,
    shown: Shown,
    questions: list[Shown],
    people: list[Person],
) -> int:
    """How many doors and steps it became."""
    today, data = today_of(request), form.cleaned_data
    chosen = [one.head for one in questions if one.head.key in data.get("yes", [])]
    taken = 0
    # Answers can be kept without taking anything up.
    if chosen or not data["keep"]:
        taken = len(
            take_up(
                by=request.user,
                vault=request.vault,
                questions=chosen,
                person=chosen_person(form, people),
                today=today,
                page_id=data["item"],
            )
        )
    if data["keep"]:
        said = request.POST.getlist("said")
        contents = KeptCheckContents(
            at=timezone.now(),
            zone=request.user.time_zone,
            check=shown.head.key,
            title=shown.head.title,
            asked=len(questions),
            said_yes=[one.head.title for one in questions if one.head.key in said],
        )
        keep_answers(
            by=request.user,
            vault=request.vault,
            contents=contents,
            today=today,
            check_id=data["item"],
        )
    return taken


def _taken(request: OwnRequest, count: int) -> HttpResponse:
    if not count:
        messages.success(request, _("It is kept, sealed."))
        return redirect("trackers:cards")
    said = ngettext(
        "%(count)d is on your list now. One at a time is enough.",
        "%(count)d are on your lists now. One at a time is enough.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("trackers:doors")


def _check(request: ReaderRequest | OwnRequest, ref: str) -> tuple[Shown, list[Shown]]:
    found = check_with_questions(reader_of(request), ref)
    if found is None:
        raise Http404
    return found
