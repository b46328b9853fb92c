"""PDFs put together into one: pages, headings in the outline, and the tags for screen readers.

Object by object, and one part at a time, so that no more than one part is in memory beside what
was written. For PDFs of our own typesetting only, all made by one version of one library: what it
relies upon is how those are written, and where that is otherwise it stops.
"""

import hashlib
import itertools
import re
from array import array
from collections.abc import Iterator
from io import BytesIO

HEADER = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
TABLE = re.compile(
    rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf]..)+)trailer\n(.*?)startxref\n", re.DOTALL
)
OFFSET = re.compile(rb"(\d{10}) \d{5} n")
# What begins and ends a text, what is left out in one, and what is moved outside of one.
TOKEN = re.compile(rb"\\.|[()]|<[0-9A-Fa-f]*>|/StructParents? (\d+)|(\d+) 0 R", re.DOTALL)
PAIR = re.compile(rb"(\d+) (\d+) 0 R ?")


class Joined:
    """The whole. What belongs to all parts together is under the numbers named here."""

    CATALOG, PAGES, OUTLINES, TAGS, DOCUMENT = range(1, 6)

    def __init__(self) -> None:
        self._out = BytesIO()
        self._out.write(HEADER)
        # By number; there are a hundred thousand of them.
        self._offsets = array("Q", [0] * (self.DOCUMENT + 1))
        # What the parts hand over: references to pages, to bodies of tags, and to the tags of what
        # is on each page; and the headings of the first level.
        self.pages: list[bytes] = []
        self.bodies: list[bytes] = []
        self.parents: list[bytes] = []
        self.headings: list[tuple[int, bytes]] = []
        # Of the first part, which says what they all are.
        self.catalog = self.roles = self.info = b""

    def add(self, part: bytes) -> None:
        _Part(self, part).copy()

    def end(self) -> bytes:
        self.write(self.PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>", len(self.pages), self.pages)
        self._write_outlines()
        self._write_tags()
        self.write(self.CATALOG, self.catalog.replace(b"%", b"%%"))
        self._write_table()
        return self._out.getvalue()

    def take_numbers(self, count: int) -> int:
        first = len(self._offsets)
        self._offsets.extend([0] * count)
        return first

    def write(self, number: int, form: bytes, *values: object) -> None:
        given = tuple(b" ".join(v) if isinstance(v, list) else v for v in values)
        self.write_as_is(number, form % given)

    def write_as_is(self, number: int, content: bytes) -> None:
        self._offsets[number] = self._out.tell()
        self._out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _write_outlines(self) -> None:
        numbers = [number for number, _heading in self.headings]
        for place, (number, heading) in enumerate(self.headings):
            beside = b""
            if place:
                beside += b"/Prev %d 0 R" % numbers[place - 1]
            if place + 1 < len(numbers):
                beside += b"/Next %d 0 R" % numbers[place + 1]
            self.write_as_is(number, heading.replace(b"<<", b"<<" + beside, 1))
        self.write(
            self.OUTLINES,
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>",
            *(numbers[0], numbers[-1], len(numbers)),
        )

    def _write_tags(self) -> None:
        nums = [b"%d %s" % (key, parent) for key, parent in enumerate(self.parents)]
        self.write(
            self.TAGS,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d%s>>",
            *(self.DOCUMENT, nums, len(nums), self.roles),
        )
        self.write(
            self.DOCUMENT,
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>",
            *(self.TAGS, self.bodies),
        )

    def _write_table(self) -> None:
        identity = hashlib.sha256(self._out.getbuffer()).hexdigest()[:32].encode()
        at = self._out.tell()
        self._out.write(b"xref\n0 %d\n0000000000 65535 f\r\n" % len(self._offsets))
        for number in range(1, len(self._offsets)):
            line = b"%010d 00000 n\r\n" % self._offsets[number]
            self._out.write(line)
        self._out.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %s/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), self.CATALOG, self.info, identity, identity, at)
        )


class _Part:
    """One PDF on its way into the whole."""

    def __init__(self, whole: Joined, content: bytes) -> None:
        self.whole, self.content = whole, content
        table = TABLE.search(content, int(content.rsplit(b"startxref\n", 1)[1].split()[0]))
        if table is None:
            raise ValueError("a part is not written as parts are")
        self.count = int(table[1])
        self.offsets = [int(found[1]) for found in OFFSET.finditer(table[2])]
        ends = [*sorted(self.offsets), table.start()]
        self.following = dict(itertools.pairwise(ends))
        self.trailer = table[3]
        self.root = self._number_after(b"/Root", self.trailer)
        catalog = self._object(self.root)
        self.pages = self._number_after(b"/Pages", catalog)
        self.tags = self._number_after(b"/StructTreeRoot", catalog)
        self.outlines = self._number_after(b"/Outlines", catalog)
        self.headings = list(self._headings())
        self.bodies = [
            int(number)
            for number in re.findall(rb"(\d+) 0 R", self._inside(b"/K[", self._object(self.tags)))
        ]
        # Hung up in the whole, and written with it.
        self.anew = {
            self.root: whole.CATALOG,
            self.pages: whole.PAGES,
            self.tags: whole.DOCUMENT,
            self.outlines: whole.OUTLINES,
        }
        kept = [number for number in range(1, self.count) if number not in self.anew]
        first = whole.take_numbers(len(kept))
        self.moved_to = {number: first + place for place, number in enumerate(kept)} | self.anew

    def copy(self) -> None:
        whole = self.whole
        for number, to in self.moved_to.items():
            if number in self.anew:
                continue
            content = self._moved(self._object(number))
            if number in self.bodies:
                content = content.replace(b"/S/Document", b"/S/Part", 1)
            if number in self.headings:
                whole.headings.append((to, re.sub(rb"/(Prev|Next) \d+ 0 R", b"", content, count=2)))
            else:
                whole.write_as_is(to, content + self._stream(number))
        self._hand_over()

    def _hand_over(self) -> None:
        whole, tags = self.whole, self._object(self.tags)
        order = {self.moved_to[number]: place for place, number in enumerate(self.headings)}
        earlier = [one for one in whole.headings if one[0] not in order]
        own = [one for one in whole.headings if one[0] in order]
        whole.headings = earlier + sorted(own, key=lambda one: order[one[0]])
        kids = self._inside(b"/Kids[", self._object(self.pages))
        whole.pages += re.findall(rb"\d+ 0 R", self._moved(kids))
        whole.bodies += [b"%d 0 R" % self.moved_to[number] for number in self.bodies]
        nums = PAIR.findall(self._inside(b"/Nums[", tags))
        if [int(key) for key, _tags in nums] != list(range(len(nums))):
            raise ValueError("a part is not tagged as parts are")
        whole.parents += [b"%d 0 R" % self.moved_to[int(number)] for _key, number in nums]
        roles = re.search(rb"/RoleMap<<.*?>>", tags)
        if roles and len(roles[0]) > len(whole.roles):
            whole.roles = roles[0]
        if not whole.catalog:
            whole.catalog = self._moved(self._object(self.root)).replace(
                b"/StructTreeRoot %d 0 R" % whole.DOCUMENT, b"/StructTreeRoot %d 0 R" % whole.TAGS
            )
            whole.info = b"%d 0 R" % self.moved_to[self._number_after(b"/Info", self.trailer)]

    def _headings(self) -> Iterator[int]:
        at = self._number_after(b"/First", self._object(self.outlines))
        while True:
            yield at
            heading = self._object(at)
            if not re.search(rb"/Next \d+ 0 R", heading.split(b"/Title", 1)[0]):
                return
            at = self._number_after(b"/Next", heading)

    def _object(self, number: int) -> bytes:
        """Without its stream."""
        return self._parts_of(number)[0]

    def _stream(self, number: int) -> bytes:
        return self._parts_of(number)[1]

    def _parts_of(self, number: int) -> tuple[bytes, bytes]:
        start = self.offsets[number - 1]
        head = b"%d 0 obj\n" % number
        if not self.content.startswith(head, start):
            raise ValueError("a part is not written as parts are")
        start += len(head)
        end = self._end_of(number)
        content = self.content[start:end]
        whole, stream, rest = content.partition(b">>\nstream\n")
        if stream:
            return whole + b">>", b"\nstream\n" + rest
        return content, b""

    def _end_of(self, number: int) -> int:
        """Objects lie one after the other, in the order of their numbers or not."""
        following = self.following[self.offsets[number - 1]]
        return self.content.rindex(b"\nendobj", self.offsets[number - 1], following)

    def _moved(self, content: bytes) -> bytes:
        """With every reference moved on, but not what only looks like one in a text."""
        pieces, at, depth = [], 0, 0
        for token in TOKEN.finditer(content):
            if token[0] in (b"(", b")"):
                depth += 1 if token[0] == b"(" else -1
            elif not depth and token[2]:
                pieces += [content[at : token.start()], b"%d 0 R" % self.moved_to[int(token[2])]]
                at = token.end()
            elif not depth and token[1]:
                key = int(token[1]) + len(self.whole.parents)
                pieces += [content[at : token.start(1)], b"%d" % key]
                at = token.end()
        return b"".join([*pieces, content[at:]])

    @staticmethod
    def _number_after(name: bytes, content: bytes) -> int:
        found = re.search(name + rb" (\d+) 0 R", content)
        if found is None:
            raise ValueError("a part is not written as parts are")
        return int(found[1])

    @staticmethod
    def _inside(opening: bytes, content: bytes) -> bytes:
        start = content.index(opening) + len(opening)
        return content[start : content.index(b"]", start)]
