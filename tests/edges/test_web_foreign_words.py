"""Whatever a feed links to and whatever a server's headers say: a value or a Failure, never anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from workers.edges.web.addresses import Gate
from workers.edges.web.failures import Failure
from workers.edges.web.fetcher import _join
from workers.edges.web.headers import max_age, plain, retry_after, user_agent
from workers.edges.web.robots import _concerning_us

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
GATE = Gate()

anything = st.text(max_size=80)
pieces = ["http", "https", "file", ":", "//", "/", "\\", "@", "#", "?", "[", "]", "::1", "127.0.0.1", "a.example", "%", "%00"]
urlish = st.lists(st.sampled_from(pieces) | st.text(max_size=3), max_size=8).map("".join)
robotic = ["user-agent", "User Agent ", ":", " ", "*", "wire", "x", "/", "\n", "#", "Disallow"]
datish = anything | st.integers().map(str) | st.datetimes().map(lambda when: when.strftime("%a, %d %b %Y %H:%M:%S GMT"))


@settings(max_examples=300)
@given(urlish | anything)
def test_any_text_is_a_url_that_may_be_asked_or_a_failure(text: str) -> None:
    try:
        url = GATE.check_url(text)
    except Failure as failure:
        assert failure.reason and not failure.transient
    else:
        assert url.scheme in ("http", "https") and url.host and url.port in (80, 443, 8080, 8443)
        assert url.user is None and url.password is None
        assert str(url).isascii()


@settings(max_examples=300)
@given(urlish | anything)
def test_any_location_leads_somewhere_or_is_a_failure(location: str) -> None:
    try:
        target = _join(URL("https://a.example/b"), location)
    except Failure as failure:
        assert failure.reason
    else:
        assert isinstance(target, URL)


@settings(max_examples=300)
@given(datish)
def test_any_retry_after_is_a_wait_between_a_minute_and_a_day(text: str) -> None:
    wait = retry_after(text, NOW)

    assert wait is None or 60 <= wait <= 86_400


@settings(max_examples=300)
@given(datish, datish, datish)
def test_any_freshness_is_a_number_of_seconds(age: str, expires: str, date: str) -> None:
    fresh = max_age({"Cache-Control": f"max-age={age}", "Expires": expires, "Date": date}, NOW)
    by_date = max_age({"Expires": expires, "Date": date}, NOW)

    assert all(each is None or 0 <= each <= timedelta(days=30).total_seconds() for each in (fresh, by_date))


@settings(max_examples=200)
@given(anything)
def test_no_word_of_others_breaks_a_header(text: str) -> None:
    assert user_agent(text).isascii() and user_agent(text).isprintable()
    assert plain(text) is None or text.isprintable()


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["user-agent", "User Agent ", ":", " ", "*", "wire", "x", "/", "\n", "#", "Disallow"]), max_size=30)
)
def test_any_robots_txt_has_few_agents_once_it_concerns_us(parts: list[str]) -> None:
    lines = [line.partition("#")[0].lower() for line in _concerning_us("".join(parts)).splitlines()]

    agents = {line.partition(":")[2].strip() for line in lines if line.strip().startswith("user")}
    assert agents <= {"*", "other", "wire", ""}


@settings(max_examples=500)
@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_open(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assert GATE.refusal(address)


@pytest.mark.parametrize("inner", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.0.1"])
def test_a_private_address_stays_private_inside_a_longer_one(inner: str) -> None:
    number = int(IPv4Address(inner))
    wrapped = [
        IPv6Address((0xFFFF << 32) | number),  # mapped
        IPv6Address(number),  # compatible
        IPv6Address((0xFFFF << 48) | number),  # translated (SIIT)
        IPv6Address((0x64FF9B << 96) | number),  # NAT64
        IPv6Address((0x2002 << 112) | (number << 80)),  # 6to4
        IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),  # Teredo
    ]

    assert all(GATE.refusal(address) for address in wrapped)
