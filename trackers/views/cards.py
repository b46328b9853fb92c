"""Cards: short texts for what happens, found from where they are needed. Who reads which is written
down nowhere."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.countries import names_of_countries
from trackers.actions.checks import close_hole
from trackers.actions.events import log_contact_event
from trackers.choices import CardAction, CardKind, ChannelKind, Meaning, Response
from trackers.forms.checks import HoleForm, PersonChoiceForm, WhereForm
from trackers.models import EventContents, Person, PersonContents
from trackers.queries.beside import Beside, beside
from trackers.queries.cards import card_with_languages, cards_for
from trackers.queries.shelves import shelf_of
from trackers.refusals import DoorRefused, EventRefused, ShelfRefused
from trackers.rules.cards import Shown
from trackers.rules.events import meaning_of
from trackers.views.private import OwnRequest, posted, private
from trackers.views.readers import STILL, ReaderRequest, country_asked, open_or_not, reader_of

# Where each ends: the name of an address, and what it takes.
LEADS_TO: dict[str, tuple[str, tuple[str, ...], str]] = {
    CardAction.LOG: ("trackers:new_event", (), ""),
    CardAction.CLOSE_HOLE: ("trackers:close_hole", (), ""),
    CardAction.DOORS: ("trackers:doors", (), ""),
    CardAction.SWEEP: ("trackers:sweep", (), ""),
    CardAction.URGE: ("trackers:urges", (), ""),
    CardAction.CALL: ("trackers:shelf", ("helpers",), ""),
    CardAction.HELP: ("forums:help", (), ""),
    CardAction.WRITE: ("trackers:new_note", (), "?letter=1"),
    CardAction.REASONS: ("trackers:shelf", ("reasons",), ""),
    CardAction.PLACES: ("trackers:shelf", ("places",), ""),
    CardAction.BELONGINGS: ("trackers:shelf", ("things",), ""),
    CardAction.HANDOVERS: ("trackers:shelf", ("handovers",), ""),
    CardAction.DRAFTING: ("trackers:drafting", (), ""),
    CardAction.STEPS: ("trackers:shelf", ("steps",), ""),
    CardAction.CALENDAR: ("trackers:calendar", (), ""),
    CardAction.PEOPLE: ("forums:home", (), ""),
}


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    # One tap does it: a button, not a link.
    acts: bool = False


@open_or_not
@require_safe
def cards(request: ReaderRequest) -> HttpResponse:
    shown = cards_for(reader_of(request))
    country = country_asked(request)
    context = {
        "fast": [card for card in shown if card.head.opens_fast],
        "cards": [
            card for card in shown if card.head.kind == CardKind.CARD and not card.head.opens_fast
        ],
        "checks": [card for card in shown if card.head.kind == CardKind.CHECK],
        "country": names_of_countries().get(country, ""),
        "asked": request.GET.urlencode(),
        "form": WhereForm(initial={"country": country}),
    }
    return render(request, "trackers/cards.html", context)


@open_or_not
@require_safe
def card(request: ReaderRequest, ref: str) -> HttpResponse:
    found = card_with_languages(reader_of(request), ref)
    if found is None:
        raise Http404
    shown, languages = found
    own = beside(request.user, request.vault, shown) if request.vault else Beside()
    context = {
        "card": shown,
        "links": links_of(shown),
        "own": own,
        "also_in": [code for code in languages if code != shown.head.language],
        "entry": uuid4(),
        "without_own": f"?{_without_own(request)}",
    }
    template = "trackers/card_fast.html" if shown.head.opens_fast else "trackers/card.html"
    return render(request, template, context)


@private
@require_POST
def log_at_door(request: OwnRequest) -> HttpResponse:
    """One tap: they were at the door, and it stayed shut."""
    now, zone = timezone.now(), request.user.time_zone
    contents = EventContents(
        at=now,
        zone=zone,
        channel=ChannelKind.DOOR.value,
        response=Response.UNOPENED.value,
    )
    event = log_contact_event(
        by=request.user,
        vault=request.vault,
        contents=contents,
        now=now,
        event_id=_uuid(request.POST.get("entry", "")),
    )
    said = _("Written down: at the door, %(time)s. You can add to it, or leave it so.")
    messages.success(request, said % {"time": time_format(timezone.localtime(now), "H:i")})
    return redirect("trackers:event", event.pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def hole(request: OwnRequest) -> HttpResponse:
    """They got through: the door to close and the event, in one step."""
    people = shelf_of(request.user, request.vault, Person, PersonContents)
    choices = [(str(one.row.pk), one.contents.name) for one in people if one.contents]
    form = HoleForm(posted(request), people=choices)
    if form.is_valid():
        now = timezone.now()
        person = chosen_person(form, [one.row for one in people])
        try:
            channel, event = close_hole(
                by=request.user,
                vault=request.vault,
                # Somebody has to stand at the other side of a door.
                person=person or PersonContents(name=_("Not named yet")),
                door=form.door(),
                event=form.event(at=now, zone=request.user.time_zone),
                now=now,
                page_id=form.cleaned_data["item"],
            )
        except (DoorRefused, ShelfRefused, EventRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            if meaning_of(form.cleaned_data["response"]) == Meaning.DIRECT:
                return redirect("trackers:what_next", event.pk)
            messages.success(request, _("Written down. Here is what closes this way."))
            return redirect("trackers:channel", channel.pk)
    status = 422 if form.is_bound else 200
    return render(request, "trackers/hole.html", {"form": form}, status=status)


def links_of(shown: Shown) -> list[Link]:
    """What one can do now, what matters most first, each once."""
    actions = dict.fromkeys(
        action for piece in shown.parts for action in (piece.action, *piece.also) if action
    )
    return [_link(CardAction(action)) for action in actions if action in CardAction.values]


def chosen_person(form: PersonChoiceForm, people: list[Person]) -> Person | PersonContents | None:
    asked = form.cleaned_data.get("person", "")
    return form.named() or next((row for row in people if str(row.pk) == asked), None)


def _without_own(request: ReaderRequest) -> str:
    """The same address, where nothing of one's own is shown."""
    asked = request.GET.copy()
    asked[STILL] = "1"
    return asked.urlencode()


def _link(action: CardAction) -> Link:
    if action == CardAction.LOG_DOOR:
        return Link(str(action.label), reverse("trackers:log_at_door"), acts=True)
    name, takes, query = LEADS_TO[action]
    return Link(str(action.label), reverse(name, args=takes) + query)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
