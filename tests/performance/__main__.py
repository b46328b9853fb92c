"""What pages cost: `make bench`.

Builds sites of three sizes, up to 100,000 topics and 1,000,000 posts and one conversation of
100,000, each in a database of its own, serves them as in production, and asks for their pages
over loopback. Building the largest takes some minutes.

    make bench                                    all sizes, the table, the limits
    make bench ARGS="--sizes small"               a quick look
    make bench ARGS="--json now.json"             keeps the figures
    make bench ARGS="--against before.json"       says what has moved since
    make bench ARGS="--rounds 60"                 asks for longer
    make bench ARGS=--screen                      what the screen takes while somebody posts
    make bench ARGS=--desk                        the moderators' desk, with little and with much
    make bench ARGS=--vault                       own pages with nothing and with ten years in them
    make bench ARGS=--files                       a large file up and down, and the memory it takes
    make bench ARGS=--log-export                  an archive of a thousand entries
    make bench ARGS=--sameness                    whether times tell who has an account
    make bench ARGS=--reminders                   100,000 reminders of the same minute

Every page is asked for in turn with the same page of the other sizes and with the floor
(floor.py), so that a busy machine slows down what is compared alike. One connection asks at a
time, so "per s" is what one thread of one process serves. The limits are judged by medians;
`make test` never looks at the clock, but counts queries (test_pages.py).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from config.embedded.crew import Crew
from config.embedded.refusals import Refusal
from tests.performance.desk import desk_table
from tests.performance.files import files_table
from tests.performance.log_export import log_export_table
from tests.performance.measure import measure, probes_of
from tests.performance.reminders import reminders_table
from tests.performance.report import against, as_json, lines_of, table, verdicts
from tests.performance.sameness import sameness_table
from tests.performance.screen import screen_table
from tests.performance.site import serve
from tests.performance.sizes import SIZES
from tests.performance.vault import vault_table


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="What pages cost.")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=30, help="of ten requests for each page")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--against", type=Path, help="figures of an earlier run")
    parser.add_argument("--screen", action="store_true", help="only what the screen takes")
    parser.add_argument("--desk", action="store_true", help="only the desk of moderators")
    parser.add_argument("--vault", action="store_true", help="only pages of ten years")
    parser.add_argument("--files", action="store_true", help="only a large file")
    parser.add_argument("--log-export", action="store_true", help="only an archive of a log")
    parser.add_argument("--reminders", action="store_true", help="only those of one minute")
    parser.add_argument("--sameness", action="store_true", help="only whether times tell")
    options = parser.parse_args()
    if lines_alone := alone(options):
        for line in lines_alone:
            say(line)
        return 0
    earlier = json.loads(options.against.read_text()) if options.against else None
    with tempfile.TemporaryDirectory(prefix="holdfast-measured-") as folder:
        crew = Crew(Path(folder))
        (Path(folder) / "run").mkdir()
        with serve(crew, Path(folder), options.sizes) as sites:
            probes = [probe for served in sites for probe in probes_of(served)]
            measure(probes, options.rounds)
    lines = list(lines_of(probes))
    say(table(lines))
    say("")
    for verdict in verdicts(lines):
        say(str(verdict))
    if options.json:
        options.json.write_text(json.dumps(as_json(lines), indent=1))
    if earlier:
        say("\n".join(["", *against(lines, earlier)]))
    return 0


def alone(options: argparse.Namespace) -> Iterable[str]:
    """What is measured by itself, line by line; nothing where that was not asked for."""
    if options.vault:
        return vault_table(options.rounds)
    if options.desk:
        return desk_table()
    if options.screen:
        return screen_table()
    if options.sameness:
        return sameness_table()
    if options.files:
        return files_table()
    if options.reminders:
        return reminders_table()
    return log_export_table() if options.log_export else ()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    # What takes long is read as it comes, also where it goes into a file.
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.exit(str(refusal))
