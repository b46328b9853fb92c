"""What the screen takes while somebody posts: `make bench ARGS=--screen`.

The part that runs before a post is there, without the database: everything that could show who
somebody is, against what its writer never wants to show, twenty rules of words and patterns, and
crisis wording. A post of 2,000 characters may take 5 ms in the median; texts that are made to be
slow are measured beside it.
"""

import statistics
from collections.abc import Callable, Iterator
from time import process_time

import django
from django.conf import settings

LENGTH, LIMIT_MS, ROUNDS = 2_000, 5.0, 40
WORDS = (
    "the evenings are long and i walk along the water because it helps me to think about nothing "
    "at all he never asked how i am and now that i live by myself nobody shouts when i come home "
)
IN_GERMAN = (
    "die abende sind lang und ich gehe am wasser entlang weil es mir hilft an nichts zu denken er "
    "hat nie gefragt wie es mir geht und jetzt wo ich für mich lebe schreit niemand in der küche "
)
WITH_NUMBERS = "I left in 2019 on day 45 at 8 pm with 3 bags, and on 12.05.2021 she turned 7. "
TEXTS = {
    "a post": WORDS,
    "in German": IN_GERMAN,
    "with numbers": f"{WORDS}{WITH_NUMBERS}",
    "full of numbers": "020 1111 2222, ",
    "full of signs": "a@b. 1-/@",
    "in another script": "жизнь длинная и вода тихая ",
}


def screen_table() -> Iterator[str]:
    """Lines of a table, and last whether a post of common words stays within the limit."""
    django.setup()
    yield f"{'of 2,000 characters':<20} {'p50 ms':>8} {'p95 ms':>8}"
    medians = {}
    for name, words in TEXTS.items():
        took = sorted(_measured((words * LENGTH)[:LENGTH]))
        medians[name] = statistics.median(took)
        yield f"{name:<20} {medians[name]:>8.2f} {took[int(len(took) * 0.95)]:>8.2f}"
    verdict = "within" if medians["a post"] <= LIMIT_MS else "OVER"
    yield f"\na post: {medians['a post']:.2f} ms, {verdict} the limit of {LIMIT_MS:g} ms"


def _measured(text: str) -> Iterator[float]:
    look = _looker()
    look(text)
    for _round in range(ROUNDS):
        begun = process_time()
        look(text)
        yield (process_time() - begun) * 1_000


def _looker() -> Callable[[str], object]:
    """As forums/queries/screening.py looks, with what it would have read already in hand."""
    from forums.choices import ScreenKind
    from forums.models import ScreenRule
    from forums.queries.screening import Looked, spans_of
    from forums.screen import Kept, crisis_in, details_in, hash_of, words_of

    never = ["Harbour Lane", "Jo Smith", "Westport", "02079460958", "St Mary School", "Lee"]
    kept = [Kept(each, hash_of(words_of(each), owner=1), len(words_of(each)), 1) for each in never]
    rules = [
        ScreenRule(kind=ScreenKind.PHRASE, watched=f"miracle cure {number}\nstalk*")
        for number in range(10)
    ] + [ScreenRule(kind=ScreenKind.PATTERN, watched=rf"cash ?app{n}|\d{{9}}") for n in range(10)]

    def look(text: str) -> object:
        found = details_in(text, regions=settings.REGIONS, kept=kept)
        said = Looked(text)
        return found, [spans_of(rule, said) for rule in rules], crisis_in(text)

    return look
