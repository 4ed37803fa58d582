"""No spelling of an address, no name and no redirect leads the fetcher into a private network."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from tests.badserver import BadServer, NameTable, ok, redirect
from workers.edges.web import AiohttpWeb
from workers.edges.web.addresses import Gate
from workers.edges.web.fetcher import FetchLimits
from workers.edges.web.post import post
from workers.errors import Ambiguous, Permanent, Transient
from workers.ports import Fetched, NotFetched, Request


@pytest.fixture(scope="module")
def server() -> Iterator[BadServer]:
    """Listens on every address of this machine that leads to it."""
    with BadServer("0.0.0.0") as running:
        running.says("/", ok(b"inside"))
        yield running


@pytest.fixture(scope="module")
def web(server: BadServer) -> Iterator[AiohttpWeb]:
    """The web as it is by default, but for a port on which somebody listens."""
    client = AiohttpWeb(ports=(server.port,), limits=FetchLimits(deadline=1, connect=1), patience=10)
    yield client
    client.close()


#: Spellings of this machine, its network and its cloud, as attackers have used them.
SPELLINGS = (
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "2130706433",
    "0x7f000001",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::a00:1]",
    "[fec0::1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fd00::1]",
    "[ff02::1]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "224.0.0.1",
    "255.255.255.255",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "240.0.0.1",
    "me@127.0.0.1",
    "news.example@127.0.0.1",
    "127.0.0.1#@news.example",
    "127.0.0.1\\@news.example",
    "news.example\\@127.0.0.1",
    "127.0.0.1\t",
    "127.0.\n0.1",
    "127.0.0.1\x00.news.example",
    "%31%32%37.0.0.1",
)


#: With 127.0.0.1 opened, as the way to the redirect has to be, these lead there: whoever opens an address has opened it.
LEADS_TO_THE_OPEN_ADDRESS = frozenset(
    {
        *("127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0x0.0x0.0x1", "017700000001", "0177.0.0.1"),
        *("localhost", "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1", "127.0.\n0.1"),
        "[::ffff:7f00:1]",
    }
)


#: Refused as an address, as a URL, or never found out what the name means.
NOT_REACHED = ("WIREWATCH_ALLOW_NETWORKS", "the address", "could not be resolved", "timed out")


@pytest.mark.parametrize("host", SPELLINGS, ids=ascii)
def test_no_spelling_reaches_this_machine(server: BadServer, web: AiohttpWeb, host: str) -> None:
    before = len(server.asked)

    answered = web.get_many([Request(key="it", url=f"http://{authority_of(host, server.port)}/")])[0]

    assert isinstance(answered, NotFetched)
    assert len(server.asked) == before
    assert any(
        word in answered.reason for word in ("WIREWATCH_ALLOW_NETWORKS", "the address", "could not be resolved", "timed out")
    )


def authority_of(host: str, port: int) -> str:
    """The spelling with a port; where a fragment would swallow it, before that."""
    return host.replace("#", f":{port}/#", 1) if "#" in host else f"{host}:{port}"


@pytest.mark.parametrize("host", SPELLINGS, ids=ascii)
def test_no_spelling_is_reached_by_a_redirect(server: BadServer, host: str) -> None:
    web = AiohttpWeb(
        ports=(server.port,), allow_networks=("127.0.0.1/32",), resolver=NameTable(outside=[["127.0.0.1"]]),
        limits=FetchLimits(deadline=1, connect=1), patience=10,
    )  # fmt: skip
    inside = authority_of("127.0.0.2" if host == "127.0.0.1" else host.replace("127.0.0.1", "127.0.0.2"), server.port)
    server.says("/away", redirect(f"http://{inside}/", 302))
    before = len(server.asked)

    answered = web.get_many([Request(key="it", url=server.url("/away", host="outside.example"))])[0]
    web.close()

    reached = [asked.path for asked in server.asked[before:] if asked.path != "/away"]
    assert reached == [] or LEADS_TO_THE_OPEN_ADDRESS.issuperset([host])
    assert isinstance(answered, NotFetched) or LEADS_TO_THE_OPEN_ADDRESS.issuperset([host])


@pytest.mark.parametrize("host", SPELLINGS, ids=ascii)
def test_no_webhook_is_posted_to_any_spelling(server: BadServer, host: str) -> None:
    before = len(server.asked)

    with pytest.raises((Permanent, Transient, Ambiguous)):
        post(f"http://{authority_of(host, server.port)}/", b"{}", {}, patience=1)

    assert len(server.asked) == before


@pytest.mark.parametrize("answer", ["nan", "inf", "-1", "²", "1e9", ""])
def test_a_receivers_nonsense_about_waiting_is_no_wait(answer: str) -> None:
    assert _wait_after(answer) is None


@pytest.mark.parametrize(
    ("answer", "wait"), [("9" * 400, 3600.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("Wed, 21 Oct 2099 07:28:00 GMT", 3600.0)]
)
def test_a_receiver_may_ask_for_an_hour_at_most_in_seconds_or_by_a_date(answer: str, wait: float) -> None:
    assert _wait_after(answer) == wait


def _wait_after(answer: str) -> float | None:
    with BadServer() as receiver:
        receiver.says("/", f"HTTP/1.1 503 No\r\nRetry-After: {answer}\r\nContent-Length: 0\r\n\r\n".encode())

        with pytest.raises(Transient) as trouble:
            post(receiver.url("/"), b"{}", {}, networks=("127.0.0.0/8",))

    return trouble.value.retry_after


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1:70/", "data:text/html,hi", "//127.0.0.1/", "/etc/passwd", ""],
)
def test_only_http_is_fetched(web: AiohttpWeb, url: str) -> None:
    answered = web.get_many([Request(key="it", url=url)])[0]

    assert isinstance(answered, NotFetched)
    assert "only http and https are fetched" in answered.reason
    assert not answered.transient


@pytest.mark.parametrize("port", [22, 25, 6379, 5432])
def test_only_the_ports_of_the_web_are_asked(port: int) -> None:
    web = AiohttpWeb(allow_networks=("127.0.0.0/8",))

    answered = web.get_many([Request(key="it", url=f"http://127.0.0.1:{port}/")])[0]
    web.close()

    assert isinstance(answered, NotFetched)
    assert answered.reason == f"port {port} is not among those that may be fetched from (WIREWATCH_PORTS)"


def test_an_address_of_any_length_is_an_answer(web: AiohttpWeb) -> None:
    answered = web.get_many([Request(key="it", url="http://news.example/" + "a" * 100_000)])[0]

    assert isinstance(answered, NotFetched)
    assert answered.reason == "the address is longer than 4096 characters"


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["::1", "127.0.0.1"], ["10.1.2.3", "169.254.169.254"], ["::ffff:127.0.0.1"]]
)
def test_a_name_that_leads_inside_is_refused(server: BadServer, addresses: list[str]) -> None:
    before = len(server.asked)
    web = AiohttpWeb(ports=(server.port,), resolver=NameTable(news=[addresses]))

    answered = web.get_many([Request(key="it", url=server.url(host="news.example"))])[0]
    web.close()

    assert isinstance(answered, NotFetched)
    assert "WIREWATCH_ALLOW_NETWORKS" in answered.reason
    assert not answered.transient
    assert len(server.asked) == before


#: Where a redirect of an open server may lead: all of them inside, none of them open.
TARGETS = (
    "http://127.0.0.2:{port}/",
    "//127.0.0.2:{port}/",
    "http://0x7f000002:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.2]:{port}/",
    "http://inside.example:{port}/",
    "http://outside.example@127.0.0.2:{port}/",
    "http://169.254.169.254:{port}/latest/meta-data/",
)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_leads_inside(server: BadServer, target: str, status: int) -> None:
    names = NameTable(outside=[["127.0.0.1"]], inside=[["127.0.0.2"]])
    web = AiohttpWeb(ports=(server.port,), allow_networks=("127.0.0.1/32",), resolver=names)
    server.says("/away", redirect(target.format(port=server.port), status))
    before = len(server.asked)

    answered = web.get_many([Request(key="it", url=server.url("/away", host="outside.example"))])[0]
    web.close()

    assert isinstance(answered, NotFetched)
    assert not answered.transient
    assert [asked.path for asked in server.asked[before:]] == ["/away"]


def test_a_name_that_changes_its_address_between_two_answers_gains_nothing(server: BadServer) -> None:
    names = NameTable(rebinds=[["127.0.0.1"], ["127.0.0.2"]])
    web = AiohttpWeb(ports=(server.port,), allow_networks=("127.0.0.1/32",), resolver=names)
    server.says("/here", ok(b"open"))

    first = web.get_many([Request(key="it", url=server.url("/here", host="rebinds.example"))])[0]
    web.close()  # forgets the name and its connection
    second = web.get_many([Request(key="it", url=server.url("/here", host="rebinds.example"))])[0]
    web.close()

    assert isinstance(first, Fetched)
    assert isinstance(second, NotFetched)
    assert "address 127.0.0.2 is this machine" in second.reason


def test_a_robots_txt_cannot_lead_inside_either(server: BadServer) -> None:
    names = NameTable(outside=[["127.0.0.1"]])
    web = AiohttpWeb(ports=(server.port,), allow_networks=("127.0.0.1/32",), resolver=names)
    server.says("/robots.txt", redirect(f"http://127.0.0.2:{server.port}/secret"))
    server.says("/here", ok(b"open"))

    answered = web.get_many([Request(key="it", url=server.url("/here", host="outside.example"), obey_robots=True)])[0]
    web.close()

    assert isinstance(answered, Fetched)
    assert "/secret" not in server.paths()


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_open(address: str) -> None:
    assert Gate().refusal(ip_address(address)) is None


def test_an_opened_range_is_open_and_its_neighbour_is_not() -> None:
    gate = Gate(allow_networks=("10.0.0.0/24", "fd00::/64"))

    assert gate.refusal(ip_address("10.0.0.5")) is None
    assert gate.refusal(ip_address("::ffff:10.0.0.5")) is None
    assert gate.refusal(ip_address("fd00::5")) is None
    assert gate.refusal(ip_address("10.0.1.5")) == "address 10.0.1.5 is private: allow it with WIREWATCH_ALLOW_NETWORKS"


def test_a_range_that_is_none_is_said_at_once() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        Gate(allow_networks=("10.0.0.0/99",))
