import re


class Refusal(Exception):
    """Why it cannot go on: one sentence for whoever typed the command."""


def last_complaint(log: str) -> str:
    """What a program said last that sounds like a reason."""
    complaints = re.findall(r"(?:FATAL|PANIC|ERROR|error): +(.+)", log) or log.splitlines()
    return complaints[-1].strip() if complaints else "it said nothing"
