"""How much there is in the sites that are measured, and who reads there."""

from dataclasses import dataclass

READER, PASSPHRASE = "ada-0001", "seven quiet boats at dusk"


@dataclass(frozen=True)
class Size:
    name: str
    # Topics of ten posts on average, and beside them one long conversation.
    topics: int
    longest: int

    @property
    def posts(self) -> int:
        return self.topics * 10 + self.longest

    @property
    def people(self) -> int:
        return max(20, self.topics // 20)


SIZES = {
    size.name: size
    for size in (
        Size("small", topics=100, longest=1_000),
        Size("middle", topics=10_000, longest=10_000),
        Size("large", topics=100_000, longest=100_000),
    )
}
