"""What an authority's answer has to be (RFC 3161), and when it is asked again."""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto.tsp import TimeStampResp
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=1)


class NotStamped(Exception):
    """What came back is no stamp of that authority over that root."""


def wait_after(tries: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(tries, 20)), LONGEST_WAIT)


def request_for(root: bytes) -> TimeStampRequest:
    """With a nonce, so that no older answer can be given again."""
    builder = TimestampRequestBuilder(data=root, hash_algorithm=HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build()


def stamped_at(receipt: bytes, root: bytes, *, asked: TimeStampRequest | None = None) -> datetime:
    """The time that an authority says, once it is known to be of the one in settings.STAMP_CA and
    over this root. Raises NotStamped."""
    builder = VerifierBuilder.from_request(asked) if asked else VerifierBuilder()
    for certificate in authorities(settings.STAMP_CA):
        builder = builder.add_root_certificate(certificate)
    try:
        answer = decode_timestamp_response(_in_order(receipt))
        builder.build().verify_message(answer, root)
        return answer.tst_info.gen_time
    except (VerificationError, ValueError, TypeError, KeyError) as no:
        raise NotStamped from no


def _in_order(receipt: bytes) -> bytes:
    """The same, with its certificates in the order that DER asks for. Many authorities send them
    in another, which the library refuses; what is signed does not hold them."""
    ordered: bytes = TimeStampResp.load(receipt).dump(force=True)
    return ordered


@lru_cache(maxsize=2)
def authorities(path: str) -> tuple[Certificate, ...]:
    """The certificates of whom the operator trusts to know the time."""
    return tuple(load_pem_x509_certificates(Path(path).read_bytes()))
