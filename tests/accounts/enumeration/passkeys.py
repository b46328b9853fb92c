"""What a browser would send for a passkey that nobody made."""

import json

from fido2.utils import websafe_encode


def answer_of(handle: str) -> str:
    """For one that says to be of this person, signed by nobody."""
    told = {"type": "webauthn.get", "challenge": "AAAA", "origin": "http://testserver"}
    return json.dumps(
        {
            "type": "public-key",
            "id": "AAAA",
            "rawId": "AAAA",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": websafe_encode(json.dumps(told).encode()),
                "authenticatorData": websafe_encode(bytes(37)),
                "signature": "AAAA",
                "userHandle": websafe_encode(handle.encode()),
            },
        }
    )
