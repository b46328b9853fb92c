import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from forums.wordpress.mending import MendedFile

# Text in which the things that are mended are likely.
pieces = st.sampled_from(
    ["&", "&amp;", "&nbsp;", "&nbsp", "&#", "&#8217;", "&#0;", "&#xB;", "&#XE9;", "&nothing;", ";",
     "\x00", "\x0b", "\ufffe", "<!DOCTYPE", "<!", "é", "💧", "\r\n", "words "]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=5)).map("".join)


def mended(raw, size=-1):
    file = MendedFile(io.BytesIO(raw))
    return b"".join(iter(lambda: file.read(size), b"")).decode()


def text_of(xml):
    return etree.fromstring(xml).text


@given(st.binary(max_size=200) | texts.map(str.encode), st.integers(1, 30))
def test_any_bytes_come_out_as_characters_of_xml_however_they_are_read(raw, size):
    text = mended(raw, size)
    assert text == mended(raw)
    assert not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    assert "<!DOCTYPE" not in text


@given(texts.filter(lambda text: "<" not in text and "]]>" not in text))
def test_any_text_between_tags_can_be_parsed(text):
    etree.fromstring(mended(f"<r>{text}</r>".encode("utf-8", "ignore")))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_what_is_in_order_stays_as_it_is(text):
    element = etree.Element("r")
    element.text = text
    assert text_of(mended(etree.tostring(element, encoding="utf-8"))) == (text or None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tea&nbsp;& toast", "Tea\xa0& toast"),
        ("caf&eacute;", "café"),
        ("a &lt; b &LT; c", "a < b < c"),
        ("&#X41;&#x42;&#67;", "ABC"),
        ("one\x08&#2;two", "onetwo"),
        ("&madeup; &", "&madeup; &"),
        ("<![CDATA[a & b]]>", "a &amp; b"),
    ],
)
def test_references_and_characters_that_xml_does_not_know(written, read):
    assert text_of(mended(f"<r>{written}</r>".encode())) == read


@pytest.mark.parametrize(
    "raw",
    [
        "<r>naïve € “so”</r>".encode(),
        "\ufeff<r>naïve € “so”</r>".encode(),
        '\n\n  <?xml version="1.1" encoding="UTF-8"?><r>naïve € “so”</r>'.encode(),
        "<r>naïve € “so”</r>".encode("utf-16"),
        "\ufeff<r>naïve € “so”</r>".encode("utf-16-be"),
        '<?xml version="1.0" encoding="windows-1252"?><r>naïve € “so”</r>'.encode("cp1252"),
        '<?xml version="1.0" encoding="ISO-8859-1"?><r>naïve € “so”</r>'.encode("cp1252"),
        # A few bytes of another encoding in a file that says it is UTF-8.
        b'<?xml version="1.0" encoding="UTF-8"?><r>na\xc3\xafve \x80 \x93so\x94</r>',
        '<?xml version="1.0" encoding="cp9999"?><r>naïve € “so”</r>'.encode(),
        # Says something that is no encoding of text.
        '<?xml version="1.0" encoding="rot13"?><r>naïve € “so”</r>'.encode(),
    ],
)
def test_encodings(raw):
    assert text_of(mended(raw, size=3)) == "naïve € “so”"


def test_lines_are_counted_as_in_the_file():
    raw = b'\n\n<?xml version="1.0"\n?>\n<r>\n</s>'
    with pytest.raises(etree.XMLSyntaxError) as broken:
        etree.fromstring(mended(raw))
    assert broken.value.lineno == 6


@pytest.mark.parametrize("halves", ["&#55357;&#56832;", "&#xD83D;&#xDE00;", "&#xd83d;&#56832;"])
def test_an_emoji_in_two_halves_is_one(halves):
    assert mended(halves.encode()) == "&#128512;"


@pytest.mark.parametrize("alone", ["&#55357;", "&#56832;", "&#56832;&#55357;"])
def test_half_an_emoji_is_nothing(alone):
    assert mended(f"a{alone}b".encode()) == "ab"
