"""`python -m config.embedded with -- COMMAND`: the servers for the time of one command."""

import subprocess
from collections.abc import Mapping

from config.embedded.crew import TICK, Crew
from config.embedded.environment import throwaway_defaults, with_defaults
from config.embedded.refusals import Refusal
from config.embedded.services import throwaway_folder, throwaway_servers


def run_with_servers(command: list[str]) -> int:
    with throwaway_folder() as folder:
        crew = Crew(folder)
        crew.heed_signals()
        with throwaway_servers(crew, folder) as (postgres, valkey):
            urls = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url()}
            return _run(command, with_defaults(throwaway_defaults(folder) | urls), crew)


def _run(command: list[str], environment: Mapping[str, str], crew: Crew) -> int:
    try:
        process = subprocess.Popen(command, env=environment)  # noqa: S603 (a command of our own)
    except OSError as error:
        raise Refusal(f"{command[0]} cannot be started: {error.strerror}.") from error
    while True:
        try:
            return process.wait(timeout=TICK)
        except subprocess.TimeoutExpired:
            if crew.was_asked_to_stop:
                process.terminate()
