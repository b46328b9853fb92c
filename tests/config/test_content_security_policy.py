"""The policy that is put together once is the one that django-csp would make of the settings."""

import re

import pytest
from csp.exceptions import CSPNonceError
from csp.utils import build_policy
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import ContentSecurityPolicyMiddleware


def answered(view):
    request = RequestFactory().get("/")
    return request, ContentSecurityPolicyMiddleware(view)(request)


def policy_of(response):
    return response["Content-Security-Policy"]


def test_a_page_has_its_nonce_in_the_policy():
    _request, response = answered(lambda request: HttpResponse(f"{request.csp_nonce}"))
    nonce = response.content.decode()
    assert len(nonce) == 24
    assert policy_of(response) == build_policy(nonce=nonce)
    assert f"script-src 'nonce-{nonce}'" in policy_of(response)


def test_no_two_pages_have_the_same(client, db):
    found = [re.findall("nonce-([^']+)", policy_of(client.get("/"))) for _time in range(2)]
    assert len(found[0]) == len(found[1]) == 1
    assert found[0] != found[1]


def test_without_a_nonce_no_script_runs_and_it_is_too_late_for_one():
    request, response = answered(lambda _request: HttpResponse())
    assert policy_of(response) == build_policy()
    assert "nonce" not in policy_of(response)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)


def test_no_page_can_ask_for_more():
    def view(_request):
        response = HttpResponse()
        response._csp_update = {"script-src": "'unsafe-inline'"}
        return response

    assert policy_of(answered(view)[1]) == build_policy()
