import argparse
import sys

from config.embedded.beside import run_beside
from config.embedded.once import run_with_servers
from config.embedded.refusals import Refusal
from config.embedded.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="the whole site, until Ctrl-C")
    once = verbs.add_parser("with", help="a command beside servers of its own: with -- COMMAND")
    once.add_argument("command", nargs="+")
    beside = verbs.add_parser("beside", help="a command with the servers of `make run`")
    beside.add_argument("command", nargs="+")
    options = parser.parse_args()
    try:
        if options.verb == "run":
            return run()
        work = run_with_servers if options.verb == "with" else run_beside
        return work(options.command)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        # Before anything was started; afterwards a Ctrl-C is heeded by the crew.
        return 130


sys.exit(main())
