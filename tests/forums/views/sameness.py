"""Whether two answers of the site are one and the same to whoever gets them."""

import re

# What is another one in every answer, and tells nothing: nonces and the tokens of forms.
ANEW = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')
ADDRESS = re.compile(rb"[23456789bcdfghjkmnpqrstvwxz]{12}")


def _told(response):
    headers = {
        name: ADDRESS.sub(b"", str(value).encode())
        for name, value in response.headers.items()
        if name not in ("Content-Security-Policy", "Content-Length")
    }
    return response.status_code, headers, ADDRESS.sub(b"", ANEW.sub(b"", response.content))


def looks_alike(one, other):
    return _told(one) == _told(other)
