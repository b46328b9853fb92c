"""Files as people, phones and attackers make them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

CANARY = b"heron-at-the-window"
GPS, MAKER, DESCRIPTION = 0x8825, 0x010F, 0x010E
ORIENTATION = 0x0112


def plain(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Dark on its left half, bright on its right."""
    image = Image.new("L", size, 20)
    image.paste(230, (size[0] // 2, 0, *size))
    return image.convert(mode)


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def exif(**tags: Any) -> bytes:
    data = Image.Exif()
    data[MAKER] = data[DESCRIPTION] = CANARY.decode()
    data.get_ifd(GPS)[29] = CANARY.decode()
    for tag, value in tags.items():
        data[{"orientation": ORIENTATION}[tag]] = value
    return data.tobytes()


def icc(*, canary: bool = False) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + CANARY if canary else profile


def talkative_jpeg() -> bytes:
    thumbnail = file_of(plain(size=(16, 16)), "JPEG", comment=CANARY)
    file = file_of(
        plain(),
        "JPEG",
        exif=exif(),
        icc_profile=icc(canary=True),
        comment=CANARY,
        xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>",
    )
    # Another application's segment, an IPTC one, and whatever somebody hung behind the end.
    for marker in (b"\xff\xe5", b"\xff\xed"):
        file = file[:2] + marker + struct.pack(">H", 2 + len(CANARY)) + CANARY + file[2:]
    return file + CANARY + thumbnail


def png_chunk(kind: bytes, data: bytes) -> bytes:
    checked = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checked)


def talkative_png() -> bytes:
    info = PngInfo()
    info.add_text("Comment", CANARY.decode())
    info.add_text("Author", CANARY.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    file = file_of(plain("RGBA"), "PNG", pnginfo=info, exif=exif(), icc_profile=icc(canary=True))
    at = file.index(b"IDAT") - 4
    extra = png_chunk(b"tIME", b"\x07\xea\x01\x01\x01\x01\x01") + png_chunk(b"heRn", CANARY)
    return file[:at] + extra + file[at:] + CANARY


def talkative_webp() -> bytes:
    return file_of(plain(), "WEBP", exif=exif(), xmp=CANARY, icc_profile=icc(canary=True))


def talkative_gif() -> bytes:
    return file_of(plain("P"), "GIF", comment=CANARY) + CANARY


def talkative_avif() -> bytes:
    return file_of(plain(), "AVIF", exif=exif(), xmp=CANARY, icc_profile=icc(canary=True))


def cut_off() -> bytes:
    whole = file_of(Image.effect_noise((100, 100), 80), "JPEG")
    return whole[: len(whole) // 2]


def moving(kind: str, mode: str = "RGB") -> bytes:
    frames = [Image.new(mode, (40, 40), colour) for colour in ("black", "white", "gray")]
    return file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + png_chunk(b"IEND", b"")
    )


def sixteen_bit_png(*, colours: bool) -> bytes:
    """Two pixels: a dark one and a bright one, 16 bits for each colour."""
    dark, bright = struct.pack(">H", 5000), struct.pack(">H", 60000)
    each = 3 if colours else 1
    header = struct.pack(">IIBBBBB", 2, 1, 16, 2 if colours else 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" + dark * each + bright * each))
        + png_chunk(b"IEND", b"")
    )


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
