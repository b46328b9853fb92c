"""The people who wrote what is imported: a persona for each, known by a keyed hash alone."""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.keyed_hashes import keyed_hash
from forums.choices import ClaimChoice
from forums.models import Claim, Persona
from forums.validators import fold_name
from forums.wordpress import Author, fit_name, free_names, stem

ROWS_AT_ONCE = 500
# Any number will do, as long as nothing else in this database takes turns by it.
TURN = 0x696D706F7274


def author_key(identity: str) -> str:
    return keyed_hash("imported author", identity)


def take_turns() -> None:
    """Imports, and what becomes of an author, wait for each other until the transaction ends: so
    nobody is given posts while they are being given away."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TURN])


def who_took_words_back(authors: Iterable[Author]) -> set[str]:
    """The identities of those who had what they wrote withdrawn: nothing of theirs comes again."""
    identities = {author_key(author.identity): author.identity for author in authors}
    claims = Claim.objects.filter(import_key__in=identities, choice=ClaimChoice.WITHDRAW)
    return {identities[key] for key in claims.values_list("import_key", flat=True)}


def personas_of(authors: Iterable[Author]) -> dict[str, Persona]:
    """The persona of each author by the author's identity, made where there is none. Of several
    names for one author the first counts."""
    by_key: dict[str, Author] = {}
    for author in authors:
        by_key.setdefault(author_key(author.identity), author)
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


def take_name_away(persona: Persona) -> None:
    """Whoever it was, they are nobody in particular from now on."""
    anonymous = _("Anonymous")
    while True:
        [persona.name] = free_names([anonymous], taken=_names_taken([anonymous]))
        try:
            with transaction.atomic():
                return persona.save(update_fields=["name", "name_folded"])
        except IntegrityError:
            # Somebody took that name this very moment.
            continue


def _personas_here(keys: Iterable[str]) -> dict[str, Persona]:
    """By their keys, or else the everyday one of whoever has proved to be that author."""
    claims = Claim.objects.filter(import_key__in=keys, choice=ClaimChoice.TAKE)
    owners = dict(claims.exclude(user=None).values_list("import_key", "user"))
    worn = Persona.objects.worn_everywhere().filter(owner__in=owners.values())
    by_owner = {persona.owner_id: persona for persona in worn}
    here = {key: by_owner[owner] for key, owner in owners.items() if owner in by_owner}
    imported = Persona.objects.filter(import_key__in=keys)
    return here | {persona.import_key or "": persona for persona in imported}


def _names_taken(wanted: list[str]) -> set[str]:
    """Of the names and their numbered kin, those that somebody has, folded."""
    folded = Persona.objects.values_list("name_folded", flat=True)
    taken = set(folded.filter(name_folded__in={fold_name(name) for name in wanted}))
    for name in set(wanted):
        if fold_name(name) in taken:
            taken |= set(folded.filter(name_folded__startswith=fold_name(stem(name))))
    return taken
