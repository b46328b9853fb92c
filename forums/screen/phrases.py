"""Words that an operator watches for.

A word of the text that looks disguised (letters of other alphabets, digits among letters) is also
compared by what it looks like; a plain one is not, or "corn" would be found in ".com".
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from forums.screen.plain import Plain, looks_like, plain

# In the list of an operator, "stalk*" stands for every word that begins like that.
ANY_ENDING = "*"

Key = tuple[str, bool]


class Phrases:
    """Some phrases, by the first word of each."""

    def __init__(self, watched: str) -> None:
        self.beginning_with: dict[str, list[list[Key]]] = defaultdict(list)
        self.others: list[list[Key]] = []
        for line in watched.splitlines():
            if phrase := _keys_of(line):
                word, is_open = phrase[0]
                if is_open:
                    self.others.append(phrase)
                else:
                    self.beginning_with[word].append(phrase)
                    self.beginning_with[looks_like(word)].append(phrase)

    def is_empty(self) -> bool:
        return not (self.beginning_with or self.others)

    def found_in(self, read: Plain) -> Iterator[tuple[int, int]]:
        if not self._may_stand_in(read):
            return
        seen = read.disguises
        for at, (text, disguise) in enumerate(seen):
            phrases = [*self.beginning_with.get(text, ()), *self.others]
            if disguise:
                phrases += self.beginning_with.get(disguise, ())
            for phrase in phrases:
                if _stands_at(phrase, seen, at):
                    yield read.words[at].start, read.words[at + len(phrase) - 1].end
                    break

    def _may_stand_in(self, read: Plain) -> bool:
        """Whether any of them begins with a word of the text: of most texts, none does."""
        if not self.beginning_with.keys().isdisjoint(read.vocabulary):
            return True
        begun = tuple(phrase[0][0] for phrase in self.others)
        begun += tuple(map(looks_like, begun))
        return bool(begun) and any(word.startswith(begun) for word in read.vocabulary)


@lru_cache(maxsize=256)
def phrases(watched: str) -> Phrases:
    return Phrases(watched)


def _keys_of(line: str) -> list[Key]:
    """The words of a phrase, each with whether it may have any ending."""
    read = plain(line)
    return [(word.text, read.text[word.end : word.end + 1] == ANY_ENDING) for word in read.words]


def _stands_at(phrase: list[Key], seen: Sequence[tuple[str, str]], at: int) -> bool:
    if at + len(phrase) > len(seen):
        return False
    return all(
        _is_word(*key, *word) for key, word in zip(phrase, seen[at : at + len(phrase)], strict=True)
    )


def _is_word(watched: str, is_open: bool, text: str, disguise: str) -> bool:
    if is_open:
        return text.startswith(watched) or (
            disguise != "" and disguise.startswith(looks_like(watched))
        )
    return text == watched or (disguise != "" and disguise == looks_like(watched))
