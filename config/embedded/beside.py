"""`python -m config.embedded beside -- COMMAND`: a command with the servers of `make run`."""

import os

from config.embedded import locks, places
from config.embedded.addresses import web_address
from config.embedded.environment import run_defaults, with_defaults
from config.embedded.refusals import Refusal
from config.embedded.run import find_ground


def run_beside(command: list[str]) -> int:
    """Become the command; it is told what the running site is told."""
    folder = places.var_folder()
    lock = folder / "run.lock"
    if not lock.exists() or locks.is_free(lock):
        raise Refusal("Nothing runs from this folder. Start it with `make run`, then try again.")
    urls = find_ground(folder).urls()
    environment = with_defaults(run_defaults(folder, web_address()) | urls)
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606 (its words are the user's own)
    except OSError as error:
        raise Refusal(f"{command[0]} cannot be started: {error.strerror}.") from error
