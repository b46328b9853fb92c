# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)
"""What could show who somebody is: found, and not found where it only looks like it."""

import pytest

from forums.screen import Kept, details_in, hash_of, words_of

REGIONS = ["US", "GB", "IE", "CA", "AU", "NZ", "DE", "AT", "CH"]


def found(text, **given):
    return [(each.what, text[each.start : each.end]) for each in details_in(text, **given)]


@pytest.mark.parametrize(
    ("text", "what", "part"),
    [
        ("call 0171 2345678 now", "phone", "0171 2345678"),
        ("ring +49 (0)171 2345678", "phone", "+49 (0)171 2345678"),
        ("0049 171 2345678 is mine", "phone", "0049 171 2345678"),
        ("(212) 555-0182, evenings", "phone", "(212) 555-0182"),
        ("٠٢٠ ٧٩٤٦ ٠٩٥٨", "phone", "٠٢٠ ٧٩٤٦ ٠٩٥٨"),
        ("０２０ ７９４６ ０９５８", "phone", "０２０ ７９４６ ０９５８"),
        ("𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟗𝟓𝟖", "phone", "𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟗𝟓𝟖"),
        ("020\u200b7946\u200b0958", "phone", "020\u200b7946\u200b0958"),
        ("02O 7946 O958", "phone", "02O 7946 O958"),
        ("0️⃣2️⃣0️⃣ 7946 0958", "phone", "0️⃣2️⃣0️⃣ 7946 0958"),
        ("jo.b@mail.example", "mail", "jo.b@mail.example"),
        ("jo (at) gmail (dot) com", "mail", "jo (at) gmail (dot) com"),
        ("it is jo at gmail dot com", "mail", "jo at gmail dot com"),
        ("14 Harbour Lane", "address", "14 Harbour Lane"),
        ("I live at 14 harbour street now", "address", "14 harbour street"),
        ("12 High St, Leeds", "address", "12 High St"),
        ("in der Berliner Straße 12a", "address", "Berliner Straße 12a"),
        ("Hauptstr. 5", "address", "Hauptstr. 5"),
        ("Lindenallee 7", "address", "Lindenallee 7"),
        ("12 rue de la Paix", "address", "12 rue de la Paix"),
        ("calle Mayor 5", "address", "calle Mayor 5"),
        ("via Roma 12", "address", "via Roma 12"),
        ("Kerkstraat 12", "address", "Kerkstraat 12"),
        ("ul. Długa 7", "address", "ul. Długa 7"),
        ("near SW1A 1AA", "address", "SW1A 1AA"),
        ("K1A 0B1", "address", "K1A 0B1"),
        ("Springfield IL 62704", "address", "IL 62704"),
        ("52.5200, 13.4050", "place", "52.5200, 13.4050"),
        ("52° 31' 12\" N", "place", "52° 31' 12\" N"),
        ("///filled.count.soap", "place", "///filled.count.soap"),
        ("9F4MGC2P+2X", "place", "9F4MGC2P+2X"),
        ("his car is B-AB 1234", "plate", "B-AB 1234"),
        ("AB12 CDE followed me", "plate", "AB12 CDE"),
        ("Kennzeichen: M XY 123", "plate", "M XY 123"),
        ("the number plate is 7ABC123", "plate", "7ABC123"),
        ("write to @jo_99 there", "handle", "@jo_99"),
        ("insta: jo_99", "handle", "jo_99"),
        ("facebook.com/jo.smith.5", "handle", "facebook.com/jo.smith.5"),
        ("https://instagram.com/joesmith", "handle", "https://instagram.com/joesmith"),
    ],
)
def test_it_is_found(text, what, part):
    assert found(text, regions=REGIONS) == [(what, part)]


@pytest.mark.parametrize(
    "text",
    [
        "2 years down the road",
        "a 10 minute walk",
        "3 times I drive past",
        "2 more days on this lonely road",
        "20 angry texts on the street",
        "there are 3 houses on our street",
        "on 2024-01-15 10:30",
        "16.01.2024 15:30",
        "10.11.2023 - 12.11.2023",
        "1,200,000 people",
        "I weigh 65 70 80 now",
        "2019 2020 2021",
        "He owed 3500 4200 5600",
        "Ich lief 10000 Schritte",
        "day 45 of 90",
        "my email was hacked",
        "Facebook: blocked him",
        "my instagram is private",
        "we met at 8, he left at 10",
        "DIN A4, GPT-4, COVID-19, MP3",
        "the 12 step programme",
        "https://example.org/123456789012",
        "IBAN DE89 3704 0044 0532 0130 00",
        "E-10 and T-34",
        "Thank you @Juniper",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text, regions=REGIONS) == []


def test_numbers_are_those_of_the_countries_asked_for():
    assert found("030 901820", regions=["DE"]) == [("phone", "030 901820")]
    assert found("030 901820", regions=["US"]) == []
    # With a plus, of any country.
    assert found("+49 30 901820", regions=[]) == [("phone", "+49 30 901820")]


def test_plates_are_those_of_the_countries_asked_for():
    assert found("AB-123-CD", regions=["FR"]) == [("plate", "AB-123-CD")]
    assert found("AB-123-CD", regions=["US"]) == []


def test_whoever_is_spoken_to_here_is_no_name_elsewhere():
    assert found("@wren_2, thank you") == [("handle", "@wren_2")]
    assert found("@wren thank you", known_names={"vvren"}) == []


def test_what_stands_in_one_place_is_told_once():
    text = "mail jo.b@mail.example or www.facebook.com/jo.b"
    assert [what for what, _part in found(text, regions=REGIONS)] == ["mail", "handle"]


# --- What somebody never wants to show --------------------------------------------------------


def kept(*texts, owner=1):
    return [
        Kept(f"my {number}", hash_of(words_of(text), owner=owner), len(words_of(text)), owner)
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("never", "text", "part"),
    [
        ("Harbour Lane", "We met in harbour lane, once", "harbour lane"),
        ("Harbour Lane", "HARBOUR   LANE", "HARBOUR   LANE"),
        ("Harbour Lane", "harbour-lane", "harbour-lane"),
        ("Zoë", "Zoe's school", "Zoe"),
        ("Zoe", "ZOË", "ZOË"),
        ("Weiß", "WEISS", "WEISS"),
        ("02079460958", "call 020 7946 0958 or not", "020 7946 0958"),
        ("020 7946 0958", "02079460958", "02079460958"),
        ("Lee", "ＬＥＥ", "ＬＥＥ"),
        ("Lee", "L\u200bee", "L\u200bee"),
    ],
)
def test_what_its_owner_never_wants_to_show_is_found(never, text, part):
    assert found(text, kept=kept(never)) == [("own", part)]


@pytest.mark.parametrize(
    ("never", "text"),
    [
        ("Harbour Lane", "the harbour, and a lane"),
        ("Harbour Lane", "lane harbour"),
        ("Lee", "Leeds, sleep"),
        ("1234", "12345"),
    ],
)
def test_only_whole_words_in_their_order_are_found(never, text):
    assert found(text, kept=kept(never)) == []


def test_the_same_words_of_two_people_have_nothing_in_common():
    assert hash_of(["lee"], owner=1) != hash_of(["lee"], owner=2)
    assert "lee" not in hash_of(["lee"], owner=1)


def test_it_is_told_by_what_its_owner_calls_it():
    (one,) = details_in("at Harbour Lane", kept=kept("Harbour Lane"))
    assert one.hint == "my 0"
