"""Signs a report with a key of this site alone, so that any reader shows whether it was changed.

The key is derived from settings.HASH_KEY and is the same as long as that is. Its certificate is
signed by itself and names nobody: what it proves is that two documents come from one site, whose
own page shows the fingerprint, and that nothing in one was changed since.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings

PURPOSE = b"signing reports, 1"
NAME = "Records"
CURVE = ec.SECP256R1()
# Of P-256: how many private keys there are.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# More than the curve needs, so that no key is likelier than another.
SECRET_LENGTH = 48
VALID_FROM, VALID_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
FIELD = "Signature"


def signed(report: bytes) -> bytes:
    """The same with a signature, which allows no change after it."""
    # Large, and wanted in workers alone: others ask for the fingerprint only.
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    signer = signers.SimpleSigner(
        signing_cert=Certificate.load(certificate().public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(
            _key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=store,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    # In place: there is one copy of it in memory, beside the one that was given.
    whole = BytesIO(report)
    writer = IncrementalPdfFileWriter(whole)
    # It begins an event loop, of which a thread has one at most.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(signers.sign_pdf, writer, metadata, signer=signer, in_place=True).result()
    return whole.getvalue()


def fingerprint() -> str:
    """SHA-256 of the public key, in hex."""
    key = _key().public_key()
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def fingerprint_of_certificate() -> str:
    """SHA-256 of the certificate, in hex: readers for PDF show this one."""
    return certificate().fingerprint(SHA256()).hex()


def certificate() -> x509.Certificate:
    return _certificate(settings.HASH_KEY)


def _key() -> ec.EllipticCurvePrivateKey:
    return _derived(settings.HASH_KEY)


@cache
def _derived(secret: str) -> ec.EllipticCurvePrivateKey:
    derive = HKDF(algorithm=SHA256(), length=SECRET_LENGTH, salt=None, info=PURPOSE)
    number = int.from_bytes(derive.derive(secret.encode()), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


@cache
def _certificate(secret: str) -> x509.Certificate:
    """The same each time it is made."""
    key = _derived(secret)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return builder.sign(key, SHA256(), ecdsa_deterministic=True)
