"""Opaque public ids."""

import secrets

# No vowels and nothing that looks like something else: no words by chance, easy to read out.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12


class RefConverter:
    """A ref in an address; anything else is no address at all."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def is_ref(text: str) -> bool:
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def new_ref() -> str:
    """Twelve characters (57 bits) that say nothing about order, number or author."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
