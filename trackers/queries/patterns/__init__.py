"""The whole log at a glance, in words, as tables, and as what can be drawn of it: something to
print and to bring along. The figures are those of rules/patterns.py."""

from trackers.queries.insights.shown import Section
from trackers.queries.patterns.clock import hours, weekdays
from trackers.queries.patterns.course import gaps, often, timeline
from trackers.queries.patterns.firsts import turns
from trackers.queries.patterns.made import kinds, made_of
from trackers.queries.patterns.whole import Whole, whole_of

__all__ = ["Whole", "sections_of_whole", "whole_of"]


def sections_of_whole(whole: Whole) -> list[Section]:
    parts = (made_of, timeline, often, kinds, turns, gaps, hours, weekdays)
    return [part(whole) for part in (parts if whole.entries else parts[:1])]
