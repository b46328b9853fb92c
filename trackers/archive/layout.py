"""One part of a report, laid out in a process of its own: `python -m trackers.archive.layout`.

What the library keeps for a next time would pile up in a worker; so it goes with the process.
Reads the data from its standard input, and answers with JSON (which pages, `places`) or a PDF.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import typst

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"


def main() -> None:
    laid_out_with: dict[str, Any] = {
        # Those that come with the site, so that a report looks the same everywhere.
        "font_paths": typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,
            font_paths=[str(HERE / "fonts")],
        ),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": sys.stdin.buffer.read().decode()},
    }
    template = (HERE / "report.typ").read_bytes()
    if sys.argv[1] == "places":
        found = json.loads(typst.query(template, "<place>", field="value", **laid_out_with))
        answer = json.dumps(found).encode()
    else:
        answer = typst.compile(
            template, format="pdf", pdf_standards=STANDARD, timestamp=0, **laid_out_with
        )
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
