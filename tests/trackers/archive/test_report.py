"""The report can be read by everybody, says what was typed and no more, and is signed."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.performance.words import chances
from trackers.archive import signing
from trackers.archive.pictures import small_picture
from trackers.archive.signing import certificate, fingerprint, signed
from trackers.archive.typesetting import _covered, shown, typed, typeset

FRAME = {
    "lang": "en",
    "paper": "a4",
    "title": "Entries",
    "running": "For: somebody",
    "footer": "Made today",
    "page": "Page %(n)s of %(of)s",
}
HOSTILE = [
    "#panic()",
    '#read("/etc/passwd")',
    "$ x^2 $ and $unclosed",
    "@nobody and <label>",
    "*bold* _it_ `raw` ```raw",
    "\\ \\u{41} \\n",
    "\"quotes\" 'single' \u201ccurly\u201d",
    "= heading\n- list\n+ list\n/ term: x",
    "// comment /* and another",
    "#set page(width: 1pt)",
    "]]] ((( )))) {{{ }} 12 0 R endobj endstream /StructParents 3",
    "(unbalanced \\( 5 0 R",
]


def part(*blocks):
    return lambda _places: [heading("First"), *blocks]


def heading(text, level=1):
    return {"kind": "heading", "level": level, "text": shown(text)}


def entry(number, words="Nothing much", title="Calls", **fields):
    return {
        "kind": "entry",
        "key": str(number),
        "title": shown(f"{number}  {title}"),
        "when": "Tuesday",
        "under": ["Recorded on Tuesday"],
        "rows": [typed(words, label="What happened")],
        "said": [],
        "files": [],
        "files-title": "Files",
        "versions": [],
        "sums": [{"label": "Place 1", "text": "ab" * 32}],
    } | fields


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def squeezed(text):
    """Without what a page puts between letters."""
    return re.sub(r"[\s\u200b\ufffe\u0002-]", "", text)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_somebody_typed_is_never_markup(words):
    pdf = typeset([part(entry(1, words, title=words))], frame=FRAME)
    text = squeezed("".join(text_of(pdf)))
    assert text.count(squeezed(words)) >= 2
    assert is_whole(pdf, pages=1)


def each(array):
    """What it points at."""
    return [array[place] for place in range(len(array))]


def is_whole(pdf, pages):
    """Every object is where the table says, and every tag is hung up."""
    reader = PdfFileReader(io.BytesIO(pdf))
    root = reader.root
    assert root["/Pages"]["/Count"] == pages == len(root["/Pages"]["/Kids"])
    tags = root["/StructTreeRoot"]
    parents = tags["/ParentTree"]["/Nums"]
    kids = each(root["/Pages"]["/Kids"])
    keys = [int(page["/StructParents"]) for page in kids]
    assert len(set(keys)) == pages
    assert [int(key) for key in each(parents)[::2]] == list(range(len(parents) // 2))
    for key, page in zip(keys, kids, strict=True):
        for element in each(parents[2 * key + 1]):
            climbed = element
            while climbed.get("/Type") != "/StructTreeRoot":
                climbed = climbed["/P"]
        assert page["/Parent"] == root["/Pages"]
    assert "pdfuaid" in root["/Metadata"].data.decode()
    return True


def many(count):
    return lambda places: [
        heading("Year"),
        *(entry(n, f"page {places.get(str(n), 0)} of it. " + "words " * 150) for n in count),
    ]


def test_parts_are_one_document_with_its_pages_counted():
    pdf = typeset([many(range(10)), many(range(10, 20)), many(range(20, 25))], frame=FRAME)
    texts = text_of(pdf)
    total = len(texts)
    assert total > 5
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {total}" in text
    found = {}
    for number, text in enumerate(texts, start=1):
        for said in re.findall(r"page\s(\d+)\sof it", text):
            found.setdefault(number, set()).add(int(said))
    # What says on which page it stands stands there, or began there.
    assert all(said <= {number, number - 1} for number, said in found.items())
    assert is_whole(pdf, pages=total)
    assert len(outline_of(pdf)) == 3


def outline_of(pdf):
    headings = PdfFileReader(io.BytesIO(pdf)).root["/Outlines"]
    at = headings["/First"]
    titles = [at["/Title"]]
    while "/Next" in at:
        at = at["/Next"]
        titles.append(at["/Title"])
    assert headings["/Count"] == len(titles)
    return titles


def test_a_heading_is_never_alone_at_the_end_of_a_page():
    entries = [entry(n, "words " * (20 + 7 * n)) for n in range(25)]
    for text in text_of(typeset([part(*entries)], frame=FRAME)):
        lines = [line for line in text.splitlines() if line.strip()]
        # The last one is the foot of the page.
        assert not re.match(r"\d+\s+Calls", lines[-3])
        assert not re.match(r"\d+\s+Calls", lines[-2])


@pytest.mark.parametrize(
    "words",
    [
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u4f60\u597d\u4e16\u754c",
        "\u3053\u3093\u306b\u3061\u306f",
        "\u041f\u0440\u0438\u0432\u0435\u0442 \u03b3\u03b5\u03b9\u03b1",
        "caf\u00e9 na\u00efve \u0142\u00f3d\u017a \u0130\u0131",
        "\U0001f600 \u2764\ufe0f \u260e\ufe0f",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea",
    ],
)
def test_every_script_can_be_shown(words):
    """A letter without a picture would end the typesetting: the standard says so."""
    assert "\u27e8U+" not in shown(words)
    assert len(text_of(typeset([part(entry(1, words, title=words))], frame=FRAME))) == 1


def test_all_that_is_said_to_be_covered_is():
    letters = [letter for first, last in _covered() for letter in range(first, last + 1)]
    some = [chr(letter) for letter in letters[:: len(letters) // 1500]]
    words = " ".join(some)
    assert typeset([part(entry(1, words))], frame=FRAME)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("\u0e01", "\u27e8U+0E01\u27e9"),
        ("a\u202eb", "a\u27e8U+202E\u27e9b"),
        ("a\x07", "a\u27e8U+0007\u27e9"),
        ("\ufffe", "\u27e8U+FFFE\u27e9"),
        ("\U000f0000", "\u27e8U+F0000\u27e9"),
    ],
)
def test_a_letter_that_cannot_be_shown_stands_there_by_its_number(words, said):
    assert shown(words) == said
    assert typeset([part(entry(1, words))], frame=FRAME)


@pytest.mark.parametrize(
    "words", ["x" * 3000, "https://example.org/" + "a/b?c=d&" * 200, "\u0645" * 900]
)
def test_a_long_word_stays_on_the_page(words):
    pdf = typeset([part(entry(1, words, title=words[:400]))], frame=FRAME)
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, _bottom, right, _top = text.get_charbox(place)
            assert -1 <= left <= right <= page.get_width() + 1


def test_a_picture_is_on_the_page():
    content = io.BytesIO()
    Image.effect_noise((900, 300), 50).convert("RGB").save(content, "WEBP")
    picture = small_picture(content.getvalue(), alt='A <picture> & "more"')
    file = {"name": typed("a.png"), "rows": [], "picture": picture}
    without = typeset([part(entry(1))], frame=FRAME)
    pdf = typeset([part(entry(1, files=[file]))], frame=FRAME)
    assert len(pdf) > len(without) + 2000
    assert b'/Alt(A <picture> & "more")' in pdf
    assert small_picture(b"none", alt="x") is None


# --- The signature ------------------------------------------------------------------------------


def status_of(pdf):
    trusted = Certificate.load(certificate().public_bytes(Encoding.DER))
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert len(found) == 1
    context = ValidationContext(trust_roots=[trusted])
    # In a thread of its own: a browser's event loop may run in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(validate_pdf_signature, found[0], context).result()


@pytest.fixture(scope="module")
def report():
    return typeset([part(entry(1))], frame=FRAME)


def test_it_is_signed_by_the_key_of_the_site(report):
    status = status_of(signed(report))
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert text_of(signed(report)) == text_of(report)


def test_any_changed_byte_is_seen(report):
    pdf = bytearray(signed(report))
    chance = chances(3)
    for _flip in range(60):
        place = chance.randrange(len(report))
        was = pdf[place]
        pdf[place] ^= chance.randrange(1, 256)
        assert not is_signed(bytes(pdf)), place
        pdf[place] = was
    assert is_signed(bytes(pdf))


def is_signed(pdf):
    try:
        return status_of(pdf).bottom_line
    except Exception:
        return False


def test_the_key_stays_as_long_as_its_secret(settings):
    one, its_certificate = fingerprint(), certificate().public_bytes(Encoding.DER)
    signing._derived.cache_clear()
    signing._certificate.cache_clear()
    assert fingerprint() == one
    assert certificate().public_bytes(Encoding.DER) == its_certificate
    settings.HASH_KEY = "another"
    assert fingerprint() != one


def test_the_certificate_names_nobody():
    names = {certificate().subject.rfc4514_string(), certificate().issuer.rfc4514_string()}
    assert names == {"CN=Records"}


def test_nothing_of_the_machine_is_in_it(report):
    assert not re.search(rb"/(?:home/|work/|site|tmp/)", report)
