"""What a moderator marks in a text to be taken out of it: signs that are put around it by hand, so
that it can be done in any browser, and on a phone."""

from forums.rules.outcomes import Span

# The first pair of which nothing stands in the text already: half a sign beside a sign could be
# read in two ways.
SIGNS = [("[[", "]]"), ("{{", "}}"), ("<<", ">>"), ("((", "))"), ("\u27e6", "\u27e7")]
# Hardly anybody types these.
LAST = ("\u2983", "\u2984")


def signs_for(text: str) -> tuple[str, str]:
    free = (pair for pair in SIGNS if pair[0][0] not in text and pair[1][0] not in text)
    return next(free, LAST)


def spans_marked(marked: str, text: str) -> tuple[Span, ...] | None:
    """Where the text is marked; nothing where this is not the text with signs around parts of it.

    Browsers end lines in a way of their own, so every end of a line is like every other.
    """
    opens, closes = signs_for(text)
    spans, begun, place, at = [], -1, 0, 0
    while at < len(marked):
        if marked.startswith(opens, at) and begun < 0:
            begun, at = place, at + len(opens)
        elif marked.startswith(closes, at) and begun >= 0:
            spans.append((begun, place))
            begun, at = -1, at + len(closes)
        else:
            step, step_in_text = _line_end(marked, at), _line_end(text, place)
            if bool(step) != bool(step_in_text):
                return None
            if not step and (place >= len(text) or marked[at] != text[place]):
                return None
            at, place = at + (step or 1), place + (step_in_text or 1)
    if begun >= 0 or place != len(text):
        return None
    return tuple(span for span in spans if span[0] < span[1])


def _line_end(text: str, at: int) -> int:
    """How long the end of a line is that stands here; nothing where there is none."""
    if text.startswith("\r\n", at):
        return 2
    return 1 if text[at : at + 1] in ("\r", "\n") else 0
