"""Everything in a text that could show who somebody is, or where."""

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings

from forums.choices import Detail
from forums.screen.found import Found, without_overlaps
from forums.screen.links import handles_in, links_out, mails_in
from forums.screen.never_reveal import Kept, kept_in
from forums.screen.phones import phones_in
from forums.screen.places import addresses_in, exact_places_in
from forums.screen.plain import Plain, plain
from forums.screen.plates import plates_in

LINK = "link"


def details_in(
    text: str,
    *,
    regions: Sequence[str] = (),
    known_names: Collection[str] = (),
    kept: Sequence[Kept] = (),
) -> list[Found]:
    """What was found, in reading order, no two in one place.

    `regions` are the countries whose telephone numbers and plates are looked for, `known_names`
    those who may be spoken to (folded), `kept` what its writer never wants to show.
    """
    read = plain(text)
    found = without_overlaps(_all_in(read, regions, known_names, kept))
    # Digits in the address of a page are no telephone number.
    return [each for each in found if each.what != LINK]


def _all_in(
    read: Plain, regions: Sequence[str], known_names: Collection[str], kept: Sequence[Kept]
) -> Iterator[Found]:
    """What is surest comes first."""
    for start, end, hint in kept_in(read, kept):
        yield Found(*read.span(start, end), Detail.OWN, hint)
    kinds = (
        (Detail.MAIL, mails_in(read)),
        (Detail.PLACE, exact_places_in(read)),
        (Detail.HANDLE, handles_in(read, known=known_names)),
        (LINK, (link[:2] for link in links_out(read, own_host=""))),
        (Detail.PHONE, phones_in(read, regions)),
        (Detail.ADDRESS, addresses_in(read)),
        (Detail.PLATE, plates_in(read, regions)),
    )
    for what, places in kinds:
        for start, end in places:
            yield Found(*read.span(start, end), what)


def own_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""
