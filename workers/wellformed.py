"""What a setting's value must look like. Each check gives the value back, or raises ValueError with what to do; none repeats it:
it may be a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

LONGEST_CHANNEL: Final = 80  #: characters; Slack's own limit


def one_of_schemes(*schemes: str, empty: bool = False) -> Callable[[str], str]:
    """A check for addresses that begin so. `empty`: none at all is well too."""

    def check(value: str) -> str:
        if not value and empty:
            return value
        try:
            parts = urlsplit(value)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise ValueError(f"cannot be read as an address: {_words(error)}") from None
        if parts.scheme not in schemes:
            raise ValueError(f"should begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        if parts.scheme.startswith("http") and not host:
            raise ValueError("names no host")
        return value

    return check


def _words(error: ValueError) -> str:
    """Python's own words where they quote nothing of the address."""
    return "the port is no number from 0 to 65535" if "port" in str(error).lower() else "its host is malformed"


def database(value: str) -> str:
    """The address of a store; its other parts are read where it is opened: passwords hold anything."""
    if value.partition("://")[0] not in ("postgresql", "postgres", "postgresql+psycopg", "sqlite"):
        raise ValueError("should begin with postgresql:// (without it the store is a file in the data folder)")
    return value


def network(value: str) -> str:
    """A range of addresses, as in 10.0.0.0/8."""
    try:
        ip_network(value, strict=False)
    except ValueError:
        raise ValueError("should be ranges of addresses, as in 10.0.0.0/8, 192.168.7.0/24") from None
    return value


def channel(value: str) -> str:
    """A channel's name or id, with its hash or without."""
    if len(value) > LONGEST_CHANNEL or not value.isprintable() or " " in value:
        raise ValueError(f"should be a channel's name or id: no blanks, at most {LONGEST_CHANNEL} characters")
    return value


def bot_token(value: SecretStr) -> SecretStr:
    """A token of Slack's with which a bot speaks."""
    return _token(value, wrong=("xapp-",), means="the bot's token, which begins with xoxb")


def app_token(value: SecretStr) -> SecretStr:
    """A token of Slack's with which an app listens."""
    return _token(value, wrong=("xoxb-", "xoxp-"), means="the app-level token, which begins with xapp")


def _token(value: SecretStr, *, wrong: tuple[str, ...], means: str) -> SecretStr:
    token = value.get_secret_value()
    if token.startswith(wrong):
        raise ValueError(f"is another kind of token: should be {means}")
    if any(not char.isascii() or not char.isprintable() or char in " \"'" for char in token):
        raise ValueError("has a blank, a quote or another character in it that no token has")
    return value
