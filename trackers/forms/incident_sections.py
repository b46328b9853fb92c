"""The parts of the long form of an entry. What is felt and what is private lie in parts of their
own, as they do in what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A part of the long form."""

    title: Promise
    fields: Sequence[str]
    # What has to be known before something is typed there.
    about: Promise | str = ""


SECTIONS = (
    Section(_("The exact words, and a title"), ("said", "title")),
    Section(_("How it reached you"), ("shown_as", "attempts", "tactics", "person")),
    Section(
        _("Where, and who was there"),
        ("where", "present", "children", "witnesses", "witness_contacts"),
    ),
    Section(_("Danger and harm"), ("vehicle", "weapon", "injury", "medical")),
    Section(
        _("Police and orders of a court"),
        (
            "police",
            "report_number",
            "officer",
            "badge",
            "outcome",
            "order",
            "order_number",
            "breached",
        ),
    ),
    Section(
        _("How it felt, and what it did"),
        ("felt", "effect"),
        _(
            "It has a place of its own, so that the facts stand by themselves. An export leaves "
            "it out, unless you say otherwise."
        ),
    ),
    Section(
        _("A private note"),
        ("note",),
        _("For you alone: no export ever holds it."),
    ),
)
