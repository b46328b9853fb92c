"""Something to say, without meaning: texts as long and as marked up as people's are."""

from random import Random

COMMON = "morning"
RARE = "zeppelin"

WORDS = """
    again afternoon alone answer anybody around asked away began believe better bread breath
    brother calendar call calm child coffee cold corner counted cup daughter day distance door
    dream drove early enough evening everything face family far feel felt floor friend garden
    gone half hand happened hard head heard heart help home hour house inside keep kept kitchen
    knew last late laugh lawyer leave letter light line listen little lock long looked lost
    meant message mine moment month mother moved music name neighbour never new night nobody
    number office old once open other outside page part people phone place plan quiet rain read
    real remember rest room safe said same school second seen shelf shoes side silence sister
    sleep slept slow small somebody sorry sound speak stairs stay step still stopped street
    strong summer sure table talk tea tell thank thing thought time tired today together told
    tomorrow took town train tree true turned understand visit voice wait walk wanted warm water
    week well window winter without woke word work world write wrong year yesterday
""".split()  # noqa: SIM905 (it is read as lines)


def chances(seed: int) -> Random:
    """The same ones for the same number, in every run."""
    return Random(seed)  # noqa: S311 (nothing secret hangs from it)


def sentence(random: Random) -> str:
    words = random.choices(WORDS, k=random.randint(4, 16))
    if random.random() < 0.05:
        words.insert(1, COMMON)
    if random.random() < 0.1:
        words[-1] = f"*{words[-1]}*"
    return f"{' '.join(words).capitalize()}."


def paragraph(random: Random) -> str:
    return " ".join(sentence(random) for _ in range(random.randint(1, 5)))


def text(random: Random) -> str:
    parts = [paragraph(random) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5)))]
    if random.random() < 0.1:
        parts.insert(0, f"> {sentence(random)}")
    if random.random() < 0.05:
        parts.append("\n".join(f"- {sentence(random)}" for _ in range(3)))
    return "\n\n".join(parts)


def title(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(2, 7))).capitalize()
