"""The wire to Slack: the SDK's client without what would say a thing twice or carry the token away.

The SDK's own retries are off (`retry_handlers=[]`): it would post again after a dropped connection. Redirects are refused: urllib
would carry the token to wherever they lead.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient

from workers.errors import Refused

TIMEOUT: Final = 10  #: seconds for an answer; less than the lease of a message


class CarefulClient(WebClient):
    """Slack's client, with an opener that follows no redirect, and an ear for the time at Slack's."""

    ahead: float = 0.0  #: seconds that Slack's clock is ahead of ours
    timed: bool = False
    scopes: frozenset[str] | None = None  #: granted to the token, as Slack last said; None: it did not

    def _perform_urllib_http_request_internal(self, url: str, req: urllib.request.Request) -> dict[str, Any]:
        proxies = {"http": self.proxy, "https": self.proxy} if self.proxy else {}
        https = urllib.request.HTTPSHandler(context=self.ssl)
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler(proxies), https)
        with opener.open(req, timeout=self.timeout) as answer:
            body = answer.read().decode("utf-8")
            self._hear(answer.headers)
            return {"status": answer.status, "headers": answer.headers, "body": _an_object(body)}

    def _hear(self, headers: Mapping[str, str]) -> None:
        """What an answer tells beside itself: the time at Slack's, and the token's scopes."""
        with suppress(ValueError, OverflowError):
            if date := headers.get("Date"):
                self.ahead, self.timed = parsedate_to_datetime(date).timestamp() - time.time(), True
        if granted := headers.get("X-OAuth-Scopes"):
            self.scopes = frozenset(scope.strip() for scope in granted.split(","))


def careful_client(token: str, base_url: str, timeout: int = TIMEOUT) -> CarefulClient:
    """A client that neither retries nor logs. Raises Refused for an address to which no token may go."""
    nearby = vetted(base_url)
    quiet = logging.getLogger("workers.slack_sdk")
    quiet.setLevel(logging.CRITICAL)  # what goes wrong is raised in our own words, and logged once
    client = CarefulClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=quiet, ssl=trust())
    if nearby:
        client.proxy = None
    return client


def _an_object(body: str) -> str:
    """The body as it is, if it is a JSON object: the SDK trips over any other. Raises ValueError."""
    try:
        if isinstance(json.loads(body), dict):
            return body
    except RecursionError:
        pass
    raise ValueError("an answer that is no JSON object")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@cache
def trust() -> ssl.SSLContext:
    """The authorities that vouch for Slack; loading them takes longer than a call."""
    return ssl.create_default_context()


def vetted(base_url: str) -> bool:
    """Refuses an address to which a token must not go in the clear. Is it on this machine?"""
    parts = urlsplit(base_url)
    nearby = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and nearby):
        raise Refused(f"WIREWATCH_SLACK_BASE_URL must be https ({base_url} is not): the token would go in the clear")
    return nearby
