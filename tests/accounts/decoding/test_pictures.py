"""What comes out of a file is its pixels, and nothing else."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from accounts.decoding import SHOWN_SIDE, NotDecoded, Trouble
from accounts.decoding.pictures import decode
from tests.accounts.decoding import files

TALKATIVE = {
    "jpeg": files.talkative_jpeg,
    "png": files.talkative_png,
    "webp": files.talkative_webp,
    "gif": files.talkative_gif,
    "avif": files.talkative_avif,
}


def chunks(webp: bytes) -> list[bytes]:
    """The names of a WebP's chunks, and that nothing hangs behind them."""
    kind, size, form = struct.unpack("<4sI4s", webp[:12])
    assert (kind, form, size + 8) == (b"RIFF", b"WEBP", len(webp))
    found, at = [], 12
    while at < len(webp):
        name, length = struct.unpack("<4sI", webp[at : at + 8])
        found.append(name)
        at += 8 + length + length % 2
    return found


def seen(file: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(decode(file).data))
    image.load()
    return image


def trouble(file: bytes) -> Trouble:
    with pytest.raises(NotDecoded) as refusal:
        decode(file)
    return refusal.value.trouble


def is_dark(image: Image.Image, at: tuple[int, int]) -> bool:
    return sum(image.convert("RGB").getpixel(at)) < 300


# --- Nothing of the file is kept ----------------------------------------------------------------


@pytest.mark.parametrize("kind", TALKATIVE)
def test_nothing_but_pixels_comes_through(kind):
    file = TALKATIVE[kind]()
    assert file.count(files.CANARY) >= 2
    written = decode(file).data
    assert files.CANARY not in written
    assert chunks(written) == [b"VP8 "]


def test_what_shines_through_takes_two_chunks_more_and_no_others():
    image = files.plain("RGBA")
    image.putalpha(128)
    written = decode(files.file_of(image, "PNG", exif=files.exif(), icc_profile=files.icc())).data
    assert chunks(written) == [b"VP8X", b"ALPH", b"VP8 "]
    assert written[20] == 0x10  # Of the flags for ICC, EXIF, XMP and animation none but alpha.


@pytest.mark.parametrize(
    "file",
    [
        files.file_of(files.plain(), "JPEG") + b"<script>alert(1)</script><html>",
        files.file_of(files.plain(), "JPEG", comment=b"*/=1;alert(1)/*<html>"),
        files.file_of(files.plain("P"), "GIF") + b"PK\x03\x04 a jar of classes",
    ],
)
def test_what_is_two_things_at_once_is_only_a_picture_afterwards(file):
    written = decode(file).data
    assert chunks(written) == [b"VP8 "]
    assert not any(word in written for word in (b"html", b"alert", b"PK\x03\x04"))


def test_the_same_picture_gives_the_same_bytes():
    assert decode(files.talkative_jpeg()).data == decode(files.talkative_jpeg()).data


# --- The picture is the same ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orientation", "size", "dark", "bright"),
    [
        (1, (60, 40), (10, 20), (50, 20)),
        (2, (60, 40), (50, 20), (10, 20)),
        (3, (60, 40), (50, 20), (10, 20)),
        (4, (60, 40), (10, 20), (50, 20)),
        (5, (40, 60), (20, 10), (20, 50)),
        (6, (40, 60), (20, 10), (20, 50)),
        (7, (40, 60), (20, 50), (20, 10)),
        (8, (40, 60), (20, 50), (20, 10)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_turned_as_the_camera_said(kind, orientation, size, dark, bright):
    image = seen(files.file_of(files.plain(), kind, exif=files.exif(orientation=orientation)))
    assert image.size == size
    assert is_dark(image, dark)
    assert not is_dark(image, bright)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_camera_that_says_nonsense_turns_nothing(orientation):
    file = files.file_of(files.plain(), "JPEG", exif=files.exif(orientation=orientation))
    assert seen(file).size == (60, 40)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_is_no_reason_to_refuse():
    assert seen(files.file_of(files.plain(), "JPEG", exif=b"Exif\0\0II*\0broken")).size == (60, 40)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((3200, 800), (1600, 400)),
        ((800, 3200), (400, 1600)),
        ((1600, 1600), (1600, 1600)),
        ((30, 20), (30, 20)),
        ((9000, 1), (1600, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_is_as_large_as_it_is_shown_and_never_blown_up(kind, size, shown):
    picture = decode(files.file_of(files.plain(size=size), kind))
    assert (picture.width, picture.height) == shown
    assert max(shown) <= SHOWN_SIDE


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("1", "PNG"),
        ("L", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGBA", "WEBP"),
        ("RGBA", "AVIF"),
    ],
)
def test_every_kind_of_pixel_is_read(mode, kind):
    image = seen(files.file_of(files.plain(mode), kind))
    assert image.mode == "RGB"
    assert is_dark(image, (10, 20))
    assert not is_dark(image, (50, 20))


@pytest.mark.parametrize("colours", [True, False])
def test_sixteen_bits_become_eight(colours):
    image = seen(files.sixteen_bit_png(colours=colours))
    assert is_dark(image, (0, 0))
    assert not is_dark(image, (1, 0))


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_colour_that_stands_for_nothing_shines_through(mode):
    image = files.plain(mode)
    clear = image.getpixel((10, 20))
    picture = seen(files.file_of(image, "PNG", transparency=clear))
    assert picture.mode == "RGBA"
    assert picture.getpixel((10, 20))[3] == 0
    assert picture.getpixel((50, 20))[3] == 255


def test_colours_of_another_profile_look_as_they_did():
    """The numbers change, since the profile that explained them goes."""
    image = Image.new("RGB", (20, 20), (200, 60, 60))
    swapped = Image.merge("RGB", tuple(reversed(image.split())))
    profile = profile_with_red_and_blue_changed()
    shown = seen(files.file_of(swapped, "PNG", icc_profile=profile)).convert("RGB")
    red, green, blue = shown.getpixel((10, 10))
    assert abs(red - 200) < 16
    assert abs(green - 60) < 16
    assert abs(blue - 60) < 16


def profile_with_red_and_blue_changed() -> bytes:
    profile = bytearray(files.icc())
    count = struct.unpack(">I", profile[128:132])[0]
    at = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 136 + 12 * n for n in range(count)}
    red, blue = at[b"rXYZ"], at[b"bXYZ"]
    profile[red : red + 8], profile[blue : blue + 8] = (
        profile[blue : blue + 8],
        profile[red : red + 8],
    )
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"no profile at all", files.icc()[:200], b""])
def test_a_broken_profile_is_no_reason_to_refuse(profile):
    assert is_dark(seen(files.file_of(files.plain(), "PNG", icc_profile=profile)), (10, 20))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_what_moves_the_beginning_is_kept(kind):
    picture = decode(files.moving(kind))
    assert picture.was_moving
    assert chunks(picture.data) == [b"VP8 "]
    assert is_dark(Image.open(io.BytesIO(picture.data)), (10, 10))


def test_what_stands_still_did_not_move():
    assert not decode(files.file_of(files.plain(), "GIF")).was_moving


def test_a_phones_second_picture_is_no_movement():
    frames = [files.plain(), files.plain()]
    file = files.file_of(frames[0], "MPO", save_all=True, append_images=frames[1:])
    assert not decode(file).was_moving


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n1 0 obj",
        b"<!doctype html><title>x</title>",
        b"just words",
        b"PK\x03\x04" + b"\0" * 40,
        b"\0",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        files.file_of(files.plain(), "BMP"),
        files.file_of(files.plain(), "TIFF"),
        files.file_of(files.plain(), "ICO"),
        files.file_of(files.plain(), "PPM"),
        files.file_of(files.plain(), "PDF"),
        files.file_of(files.plain(), "JPEG2000"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_whatever_it_is_called(file):
    assert trouble(file) == Trouble.NOT_A_PICTURE


def test_a_phones_own_format_gets_an_answer_of_its_own():
    assert trouble(files.heic()) == Trouble.FROM_A_PHONE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_what_was_cut_off_is_refused(kind, part):
    image = Image.effect_noise((200, 200), 80).convert("RGB")
    file = files.file_of(image, kind)
    assert trouble(file[: int(len(file) * part)]) in (Trouble.BROKEN, Trouble.NOT_A_PICTURE)


@pytest.mark.parametrize("size", [(50_000, 50_000), (8_000, 7_000), (30_000, 2), (2, 30_000)])
def test_a_bomb_is_known_by_its_header(size):
    file = files.bomb(*size)
    assert len(file) < 200
    assert trouble(file) == Trouble.TOO_MANY_PIXELS


def test_a_bomb_within_a_gif_is_known_too():
    file = bytearray(files.file_of(files.plain("P"), "GIF"))
    struct.pack_into("<HH", file, 6, 65_000, 65_000)
    assert trouble(bytes(file)) == Trouble.TOO_MANY_PIXELS


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(TALKATIVE)),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_a_damaged_file_is_refused_or_read_and_nothing_else_happens(kind, damage):
    file = bytearray(TALKATIVE[kind]())
    for at, byte in damage:
        file[at % len(file)] = byte
    try:
        picture = decode(bytes(file))
    except NotDecoded:
        return
    assert files.CANARY not in picture.data
    assert set(chunks(picture.data)) <= {b"VP8 ", b"VP8X", b"ALPH"}
