"""The people who wrote what is imported: a persona for each, known by a keyed hash alone."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.keyed_hashes import keyed_hash
from forums.models import Persona
from forums.validators import fold_name
from forums.wordpress import Author, fit_name, free_names, stem

ROWS_AT_ONCE = 500


def personas_of(authors: Iterable[Author]) -> dict[str, Persona]:
    """The persona of each author by the author's identity, made where there is none. Of several
    names for one author the first counts."""
    by_key: dict[str, Author] = {}
    for author in authors:
        by_key.setdefault(keyed_hash("imported author", author.identity), author)
    tried: set[str] = set()
    while missing := by_key.keys() - (found := _personas_here(by_key)).keys():
        keys = [key for key in by_key if key in missing]
        wanted = [fit_name(by_key[key].name) or _("Anonymous") for key in keys]
        names = free_names(wanted, taken=tried | _names_taken(wanted))
        Persona.objects.bulk_create(
            [
                Persona(name=name, name_folded=fold_name(name), import_key=key)
                for key, name in zip(keys, names, strict=True)
            ],
            batch_size=ROWS_AT_ONCE,
            # Somebody may take one of the names this very moment: then it gets another.
            ignore_conflicts=True,
        )
        tried |= {fold_name(name) for name in names}
    return {author.identity: found[key] for key, author in by_key.items()}


def _personas_here(keys: Iterable[str]) -> dict[str | None, Persona]:
    return {p.import_key: p for p in Persona.objects.filter(import_key__in=keys)}


def _names_taken(wanted: list[str]) -> set[str]:
    """Of the names and their numbered kin, those that somebody has, folded."""
    folded = Persona.objects.values_list("name_folded", flat=True)
    taken = set(folded.filter(name_folded__in={fold_name(name) for name in wanted}))
    for name in set(wanted):
        if fold_name(name) in taken:
            taken |= set(folded.filter(name_folded__startswith=fold_name(stem(name))))
    return taken
