"""Links that lead out of the site, and what shows how somebody is reached elsewhere."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from forums.links import spoken_name
from forums.screen.plain import Plain

# Endings of addresses that people type without "https://" in front.
ENDINGS = (
    "app|at|au|be|biz|blog|br|ca|ch|club|co|com|cz|de|dk|es|eu|fi|fr|gg|gr|hu|ie|in|info|io|it|"
    "jp|link|live|ly|me|mx|net|nl|no|nz|online|org|page|pl|pt|ro|ru|se|shop|site|tk|to|top|tr|tv|"
    "ua|uk|us|vip|ws|xyz|za"
)
LINK = re.compile(
    r"(?<![\w@/.-])(?:https?:/{1,3}|www\.)[^\s<>\"'`()\[\]{}|\\^]{3,2000}"
    rf"|(?<![\w@/.-])(?:[a-z0-9](?:[a-z0-9-]{{0,40}})\.){{1,4}}(?:{ENDINGS})\b(?![\w@-])"
    r"(?:/[^\s<>\"'`()\[\]{}|\\^]{0,500})?",
    re.IGNORECASE,
)
# Pages of a person: the name stands right behind the site's.
PROFILE = re.compile(
    r"(?:^|[/.])(?:facebook|fb|instagram|tiktok|twitter|x|snapchat|threads|linkedin|pinterest|"
    r"reddit|youtube|twitch|vk|t|wa|discord|onlyfans|venmo|paypal|strava)\.(?:com|net|me|gg|tv)/"
    r"(?:in/|add/|u/|user/|@)?[\w.-]{2,64}",
    re.IGNORECASE,
)
MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?(?:\(at\)|\[at\]|\{at\}|\(a\))\s?)"
    r"[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\]|\(punkt\))\s?[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
# "jo at mail dot com": said rather than typed.
SPOKEN_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s(?:at|ät|arroba|chez)\s[\w-]{1,63}\s(?:dot|punkt|punto|point)\s"
    r"[a-z]{2,10}\b",
    re.IGNORECASE,
)
# Not "@Juniper": a capital and letters alone are how people are called here, and whether somebody
# is called so is nothing that a question may tell.
HANDLE = re.compile(
    r"(?<![\w@./:])@(?![A-Z][a-z]{0,29}\b(?!\.\w))(?=[\w.]{0,29}[a-zA-Z])"
    r"[A-Za-z0-9_][A-Za-z0-9_.]{1,29}\b"
)
# "insta: jo_99". With a digit, a dot or a line in it, or nobody would know it from any word.
NAMED_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|telegram|tg|discord|tik\s?tok|facebook|fb|kik|"
    r"whats\s?app|signal|skype|twitter|threads|steam|psn|xbox)"
    r"(?:\s(?:name|handle|account|user(?:name)?|id|nick|tag))?\s?(?:is|ist|est|es|e|[:=-])\s?"
    r"(@?(?=[\w.#]{0,30}[\d_.#@]\w)[\w.#]{3,32})",
    re.IGNORECASE,
)


def links_out(plain: Plain, *, own_host: str) -> Iterator[tuple[int, int, str]]:
    """Links that lead elsewhere, each with its host."""
    for found in LINK.finditer(plain.text):
        host = host_of(found[0])
        if host and host != own_host:
            yield found.start(), found.end(), host


def host_of(link: str) -> str:
    """Where a link leads, without the "www." in front."""
    link = re.sub(r"^https?:/*", "", link, flags=re.IGNORECASE).rstrip(".,;:!?")
    try:
        host = urlsplit(f"//{link}").hostname or ""
    except ValueError:
        # Brackets of an address in numbers that is none.
        return ""
    return host.removeprefix("www.").rstrip(".")


def mails_in(plain: Plain) -> Iterator[tuple[int, int]]:
    for pattern in (MAIL, SPOKEN_MAIL):
        yield from (found.span() for found in pattern.finditer(plain.text))


def handles_in(plain: Plain, *, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Names elsewhere; not those of `known` (folded), who are spoken to here."""
    for found in HANDLE.finditer(plain.text):
        if not (known and spoken_name(plain.text, found.start() + 1, known)):
            yield found.span()
    yield from (found.span(1) for found in NAMED_HANDLE.finditer(plain.text))
    for found in LINK.finditer(plain.text):
        if PROFILE.search(found[0]):
            yield found.span()
