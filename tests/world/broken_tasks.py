"""A task that breaks over what it was given, once its worker knows the site."""

from celery import shared_task


@shared_task(name="tests.breaks")
def breaks(word: str) -> None:
    held = {"word": word}
    raise ValueError(f"{held['word']} is not what was expected")
