"""From the bytes of a file to a picture. Runs in the process that is started for it."""

import io
import warnings
from collections.abc import Iterator
from typing import IO

from PIL import AvifImagePlugin, Image, ImageCms

from accounts.decoding import (
    CONTENT_TYPE,
    LONGEST_SIDE,
    MOST_PIXELS,
    SHOWN_SIDE,
    NotDecoded,
    Picture,
    Piece,
    Trouble,
    read_once,
)

# Nothing else is even looked at, whatever a file's name or its sender says that it is.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# What phones make; only a library beside Pillow's own knows it.
OF_PHONES = "HEIF"
# What the file is read up to.
LARGEST_FILE = 128 * 1024 * 1024
# How the boxes of a HEIC file begin, which phones make and no browser shows.
BRANDS_OF_PHONES = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
# A good photograph, and letters on a screen that stay sharp.
QUALITY = 84

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def picture(source: IO[bytes]) -> Iterator[Piece]:
    yield _piece(decode(read_once(source, LARGEST_FILE)))


def photograph(source: IO[bytes]) -> Iterator[Piece]:
    """As above, and of phones' own format as well."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    yield _piece(decode(read_once(source, LARGEST_FILE), formats=(*FORMATS, OF_PHONES)))


def decode(file: bytes, *, formats: tuple[str, ...] = FORMATS) -> Picture:
    """Raises NotDecoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with _opened(file, formats) as image:
            return _anew(image)


def written(pixels: Image.Image) -> bytes:
    """The pixels alone: an encoder writes whatever else hangs on an image."""
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def _piece(made: Picture) -> Piece:
    told = {"width": made.width, "height": made.height, "was_moving": made.was_moving}
    return Piece(CONTENT_TYPE, made.data, told)


def _opened(file: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The file's header is read, and nothing is decoded yet."""
    try:
        image = Image.open(io.BytesIO(file), formats=formats)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise NotDecoded(Trouble.TOO_MANY_PIXELS) from bomb
    except MemoryError:
        raise
    except Exception as error:  # Decoders raise what they like.
        raise NotDecoded(_what_else(file)) from error
    if max(image.size) > LONGEST_SIDE or image.width * image.height > MOST_PIXELS:
        raise NotDecoded(Trouble.TOO_MANY_PIXELS)
    return image


def _what_else(file: bytes) -> Trouble:
    if file[4:8] == b"ftyp" and file[8:12] in BRANDS_OF_PHONES:
        return Trouble.FROM_A_PHONE
    return Trouble.NOT_A_PICTURE


def _anew(image: Image.Image) -> Picture:
    try:
        was_moving = image.format != "MPO" and bool(getattr(image, "is_animated", False))
        pixels = _pixels_of(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise NotDecoded(Trouble.TOO_MANY_PIXELS) from bomb
    except MemoryError:
        raise
    except Exception as error:  # Decoders raise what they like.
        raise NotDecoded(Trouble.BROKEN) from error
    return Picture(written(pixels), *pixels.size, was_moving=was_moving)


def _pixels_of(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shines through; the right way up, no larger than is shown."""
    turn = TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    # Of a JPEG, only as much is decoded as is needed for this.
    image = _in_plain_bytes(image)
    image.thumbnail((SHOWN_SIDE, SHOWN_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    pixels = _without_idle_alpha(_in_srgb(image, profile))
    return pixels if turn is None else pixels.transpose(turn)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # What a camera wrote beside the picture may be anything.
        return 1


def _in_plain_bytes(image: Image.Image) -> Image.Image:
    """One byte for each colour of each pixel, so that it can be made smaller smoothly."""
    if image.mode.startswith("I"):
        # 16 bits of grey. What is brighter than 255 would all be white.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in ("RGBA", "LA") and image.has_transparency_data:
        return image.convert("RGBA")
    plain = {"1": "L", "P": "RGB", "PA": "RGBA", "LA": "RGBA"}.get(image.mode)
    return image.convert(plain) if plain else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every browser takes it for once the profile is gone."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if not profile:
        return image.convert(wanted)
    colours = image.convert("RGB") if wanted == "RGBA" else image
    try:
        seen = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile that is broken, or of another kind of picture.
        return image.convert(wanted)
    result = seen or colours
    if wanted == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image
