"""What the numbers say with which mail servers answer (RFC 5321, RFC 3463)."""

import re

STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")

# Of the second and third number: the mailbox is full, the mail is too large for it, and whatever
# is about servers, contents and rules. A server that is on somebody's list of bad ones is told so
# for every mail, and nobody's address is to blame for it.
SAYS_NOTHING_OF_THE_ADDRESS = re.compile(r"2\.[23]|3\.\d+|5\.[1-9]\d*|6\.\d+|7\.\d+")

# Without further numbers: no such mailbox, not here, no such name, not possible.
NO_SUCH_ADDRESS = {550, 551, 553, 554}


def status_in(text: str) -> str:
    """Such a status where the text begins with one, else nothing."""
    found = STATUS.match(text.strip())
    return found[0] if found else ""


def is_no_such_address(status: str) -> bool:
    """Whether no mail will ever arrive there."""
    kind, _dot, detail = status.partition(".")
    return kind == "5" and not SAYS_NOTHING_OF_THE_ADDRESS.fullmatch(detail)


def refuses_address(code: int, text: str) -> bool:
    """Whether an answer to an address says so, with or without the further numbers."""
    status = status_in(text)
    return is_no_such_address(status) if status else code in NO_SUCH_ADDRESS
