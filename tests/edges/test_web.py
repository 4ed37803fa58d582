"""The fetcher against a real local server that behaves badly in every way we know."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests import badserver
from tests.badserver import BadServer, NameTable, answer, ok, redirect
from workers.edges.web import AiohttpWeb
from workers.edges.web.fetcher import FetchLimits
from workers.ports import Fetched, NotFetched, Request

DEADLINE = 1.0  #: seconds
PATIENCE = 10.0  #: seconds, for what has much to unpack and nothing to wait for
LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        yield running


@pytest.fixture
def web(server: BadServer, request: pytest.FixtureRequest) -> Iterator[AiohttpWeb]:
    """May fetch from the local server, and from port 81, where nobody listens."""
    deadline = PATIENCE if "bomb" in request.node.name or "endless" in request.node.name else DEADLINE
    limits = FetchLimits(deadline=deadline, connect=deadline)
    client = AiohttpWeb(contact="ops@news.example", allow_networks=LOOPBACK, ports=(server.port, 81), limits=limits)
    yield client
    client.close()


def get(web: AiohttpWeb, url: str, **more: object) -> Fetched | NotFetched:
    return web.get_many([Request(key="it", url=url, **more)])[0]  # type: ignore[arg-type]


def fetched(answered: Fetched | NotFetched) -> Fetched:
    assert isinstance(answered, Fetched), answered
    return answered


def refused(answered: Fetched | NotFetched) -> NotFetched:
    assert isinstance(answered, NotFetched), answered
    return answered


# ---------------------------------------------------------------- servers that behave


def test_a_page_is_fetched_with_all_that_is_told_of_it(server: BadServer, web: AiohttpWeb) -> None:
    body = "<p>Ärger</p>".encode()
    url = server.says("/a", ok(body, etag='"1"', last_modified="Mon, 05 Jan 2026 10:00:00 GMT", cache_control="max-age=120"))

    page = fetched(get(web, url))

    assert (page.key, page.url, page.status, page.body) == ("it", url, 200, body)
    assert page.content_type == "text/html; charset=utf-8"
    assert (page.etag, page.last_modified, page.max_age) == ('"1"', "Mon, 05 Jan 2026 10:00:00 GMT", 120.0)
    assert page.permanent_url is None


def test_we_say_who_we_are_and_nothing_else(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", ok(set_cookie="id=1; Path=/"))

    get(web, url)
    get(web, url)

    again = server.asked[-1].headers
    assert re.fullmatch(r"Wirewatch/\S+ \(\+ops@news\.example\)", again["user-agent"])
    assert again["accept-encoding"] == "gzip, br"
    assert not {"cookie", "referer", "authorization", "if-none-match"} & set(again)


def test_the_answers_come_in_the_order_of_the_requests(server: BadServer, web: AiohttpWeb) -> None:
    requests = [Request(key=str(n), url=server.says(f"/{n}", ok(str(n).encode()))) for n in range(12)]
    requests.insert(3, Request(key="bad", url="file:///etc/passwd"))

    answers = web.get_many(requests)

    assert [each.key for each in answers] == [request.key for request in requests]
    assert [fetched(each).body for each in answers if each.key != "bad"] == [str(n).encode() for n in range(12)]


def test_a_host_is_asked_two_things_at_once_at_most(server: BadServer, web: AiohttpWeb) -> None:
    waiting, most = [0], [0]  # counted before the answer goes out: the client may ask again before the server's thread goes on

    def takes_its_time(connection: socket.socket, asked: badserver.Asked) -> None:
        waiting[0] += 1
        most[0] = max(most[0], waiting[0])
        time.sleep(0.05)
        waiting[0] -= 1
        connection.sendall(ok())

    requests = [Request(key=str(n), url=server.does(f"/{n}", takes_its_time)) for n in range(10)]

    answers = web.get_many(requests)

    assert all(isinstance(each, Fetched) for each in answers)
    assert most[0] == 2


def test_an_unchanged_document_is_a_304_and_no_body(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", answer(304, etag='"1"'))

    same = fetched(get(web, url, etag='"1"', last_modified="Mon, 05 Jan 2026 10:00:00 GMT"))

    assert (same.status, same.body, same.etag) == (304, b"", '"1"')
    assert server.asked[0].headers["if-none-match"] == '"1"'
    assert server.asked[0].headers["if-modified-since"] == "Mon, 05 Jan 2026 10:00:00 GMT"


def test_a_304_to_an_unconditional_request_is_no_answer(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", answer(304))

    assert refused(get(web, url)).reason == "answered 304 Not Modified"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_packed_bodies_are_unpacked(server: BadServer, web: AiohttpWeb, encoding: str) -> None:
    pack = badserver.zeros_gzipped if encoding == "gzip" else badserver.zeros_brotlied
    url = server.says("/a", ok(pack(1_000_000), content_encoding=encoding))

    assert fetched(get(web, url)).body == bytes(1_000_000)


def test_an_empty_body_is_an_answer(server: BadServer, web: AiohttpWeb) -> None:
    assert fetched(get(web, server.says("/a", ok(b"")))).body == b""


def test_the_private_server_is_not_fetched_when_its_network_is_not_opened(server: BadServer) -> None:
    web = AiohttpWeb(ports=(server.port,))

    answered = refused(get(web, server.says("/a", ok())))
    web.close()

    assert answered.reason == "address 127.0.0.1 is this machine: allow it with WIREWATCH_ALLOW_NETWORKS"
    assert not answered.transient
    assert server.asked == []


# ---------------------------------------------------------------- servers that do not

#: name -> (behaviour or raw answer, what the reason says, may trying again help)
BAD: dict[str, tuple[badserver.Behaviour | bytes, str, bool]] = {
    "endless body": (badserver.endless_body, "body larger than 10 MB", False),
    "endless chunks": (badserver.endless_chunks, "body larger than 10 MB", False),
    "endless headers": (badserver.endless_headers, "no proper HTTP", False),
    "one header of 5 MB": (badserver.one_huge_header, "no proper HTTP", False),
    "slow header": (badserver.slow_header, "timed out after 1 s", True),
    "slow body": (badserver.slow_body, "timed out after 1 s with", True),
    "hang": (badserver.hang, "timed out after 1 s", True),
    "closed without a word": (badserver.hang_up, "closed the connection without an answer", True),
    "connection reset": (badserver.reset, "connection reset by 127.0.0.1", True),
    "reset in the body": (badserver.reset_in_body, "", True),
    "gzip bomb": (ok(badserver.zeros_gzipped(100_000_000), content_encoding="gzip"), "body larger than 10 MB", False),
    "little gzip bomb": (ok(badserver.zeros_gzipped(9_000_000), content_encoding="gzip"), "more than 200 times its size", False),
    "brotli bomb": (ok(badserver.zeros_brotlied(300_000_000), content_encoding="br"), "more than 200 times its size", False),
    "gzip that is none": (ok(b"not gzip at all", content_encoding="gzip"), "could not be unpacked", True),
    "brotli that is none": (ok(b"\xff" * 50, content_encoding="br"), "could not be unpacked", True),
    "packed twice": (ok(b"x", content_encoding="gzip, gzip"), "packed in a way that was not asked for", False),
    "announced too large": (ok(b"x", content_length="11000000"), "body larger than 10 MB", False),
    "cut off": (ok(b"half", content_length="8"), "the body broke off", True),
    "longer than announced": (ok(b"hello", content_length="2", connection="keep-alive"), "no proper HTTP", False),
    "chunks cut off": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal", "the body broke off", True),
    "length that is no number": (ok(b"x", content_length="many"), "no proper HTTP", False),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.0\r\n\r\n", "no proper HTTP", False),
    "a film": (ok(b"x", content_type="video/mp4"), "not text: video/mp4", False),
    "a picture": (ok(b"x", content_type="IMAGE/PNG; q=1"), "not text: image/png", False),
    "204": (answer(204), "answered 204 No Content", False),
    "206": (answer(206, b"x"), "answered 206 Partial Content", False),
    "401": (answer(401), "answered 401 Unauthorized", False),
    "404": (answer(404), "answered 404 Not Found", False),
    "408": (answer(408), "answered 408 Request Timeout", True),
    "410": (answer(410), "answered 410 Gone", False),
    "429": (answer(429), "answered 429 Too Many Requests", True),
    "500": (answer(500), "answered 500 Internal Server Error", True),
    "503": (answer(503), "answered 503 Service Unavailable", True),
    "599": (answer(599), "answered 599", True),
    "redirect to nowhere": (answer(302), "without saying where to", False),
    "redirect to file": (redirect("file:///etc/passwd"), "file: only http and https are fetched", False),
    "redirect to ftp": (redirect("ftp://news.example/a"), "ftp: only http and https are fetched", False),
    "redirect to gopher": (redirect("gopher://127.0.0.1:6379/_FLUSHALL"), "gopher: only http and https", False),
    "redirect to javascript": (redirect("javascript:alert(1)"), "javascript: only http and https", False),
    "redirect to another port": (redirect("http://127.0.0.1:22/"), "port 22 is not among those", False),
    "redirect with a user name": (redirect("http://me:pw@127.0.0.1:81/"), "carries a user name", False),
    "redirect with a backslash": (redirect("http://a.example\\@127.0.0.1:81/"), "backslash", False),
    "redirect to rubbish": (redirect("http://[::1"), "cannot be read", False),
    "redirect in broken letters": (redirect("http://\udcff\udcfe.example:81/\udcff"), "cannot be read", False),
    "a film in broken letters": (ok(b"x", content_type="video/\udcff\u202e"), "not text: video/", False),
    "redirect to itself": (redirect("/bad"), "more than 5 redirects", False),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_server_becomes_a_reason_in_time(server: BadServer, web: AiohttpWeb, name: str) -> None:
    bad, words, transient = BAD[name]
    url = server.says("/bad", bad) if isinstance(bad, bytes) else server.does("/bad", bad)
    good = server.says("/good", ok(b"fine"))

    started = time.monotonic()
    answered = refused(get(web, url))
    took = time.monotonic() - started

    assert words in answered.reason
    assert answered.reason.isprintable()
    assert answered.transient is transient
    assert took < (PATIENCE if "bomb" in name or "endless" in name else DEADLINE) + 3
    if answered.status not in (429, 503):
        assert fetched(get(web, good)).body == b"fine"


def test_a_dead_port_is_said_as_such(web: AiohttpWeb) -> None:
    answered = refused(get(web, "http://127.0.0.1:81/"))

    assert answered.reason == "connection refused by 127.0.0.1:81"
    assert answered.transient


def test_an_unknown_name_is_said_as_such() -> None:
    web = AiohttpWeb(resolver=NameTable(nowhere=[[]]))

    answered = refused(get(web, "http://nowhere.example/"))
    web.close()

    assert answered.reason == "name could not be resolved: nowhere.example (Name or service not known)"
    assert answered.transient


def test_a_host_that_takes_no_connection_is_given_up_early() -> None:
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = [socket.socket() for _ in range(4)]  # what fills the queue; nobody accepts
    for each in waiting:
        each.setblocking(False)
        each.connect_ex(full.getsockname())
    port = full.getsockname()[1]
    web = AiohttpWeb(allow_networks=LOOPBACK, ports=(port,), limits=FetchLimits(deadline=5, connect=0.3))

    answered = refused(get(web, f"http://127.0.0.1:{port}/"))
    web.close()
    for each in (*waiting, full):
        each.close()

    assert answered.reason == f"no connection to 127.0.0.1:{port} within 0.3 s"
    assert answered.transient


def test_a_server_that_does_not_speak_tls_is_said_as_such(server: BadServer, web: AiohttpWeb) -> None:
    answered = refused(get(web, f"https://127.0.0.1:{server.port}/"))

    assert answered.reason.startswith(f"no secure connection to 127.0.0.1:{server.port}")
    assert answered.transient


def test_a_request_may_ask_for_a_smaller_body_than_the_web_allows(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", ok(bytes(6_000)))

    assert refused(get(web, url, max_bytes=5_000)).reason == "body larger than 5 kB"
    assert fetched(get(web, url, max_bytes=6_000)).body == bytes(6_000)


def test_one_broken_request_does_not_harm_the_others(server: BadServer, web: AiohttpWeb) -> None:
    urls = [server.says("/a", ok(b"a")), server.does("/h", badserver.hang), "http://[", server.says("/b", ok(b"b"))]

    first, slow, broken, last = web.get_many([Request(key=url, url=url) for url in urls])

    assert (fetched(first).body, fetched(last).body) == (b"a", b"b")
    assert refused(slow).transient
    assert not refused(broken).transient


def test_odd_header_values_are_not_kept(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", ok(etag='"\udcff\udcfe"', last_modified="a" * 2_000, content_type="text/html; charset=\udcff"))

    page = fetched(get(web, url))

    assert (page.etag, page.last_modified, page.content_type) == (None, None, "")


# ---------------------------------------------------------------- patience


def test_who_queues_for_a_dead_host_is_sent_away(server: BadServer, web: AiohttpWeb) -> None:
    requests = [Request(key=str(n), url=server.does(f"/{n}", badserver.hang)) for n in range(20)]

    started = time.monotonic()
    answers = [refused(each) for each in web.get_many(requests)]

    assert time.monotonic() - started < 2 * DEADLINE + 3
    assert all(each.transient for each in answers)
    assert any("the host did not answer in time" in each.reason for each in answers)


def test_one_call_ends_when_its_patience_does(server: BadServer) -> None:
    web = AiohttpWeb(allow_networks=LOOPBACK, ports=(server.port,), patience=0.3)
    requests = [
        Request(key="slow", url=server.does("/slow", badserver.hang)),
        Request(key="good", url=server.says("/good", ok())),
    ]

    slow, good = web.get_many(requests)
    web.close()

    assert refused(slow).reason == "its turn did not come within 0.3 s"
    assert isinstance(good, Fetched)


def test_a_host_that_asks_for_quiet_is_left_alone(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/busy", answer(429, retry_after="300"))
    server.says("/other", ok())

    first = refused(get(web, server.url("/busy")))
    second = refused(get(web, server.url("/other")))

    assert first.retry_after == 300
    assert second.reason == "left alone for another 300 s: the host answered 429 Too Many Requests"
    assert second.transient
    assert second.retry_after is not None and 290 < second.retry_after <= 300
    assert server.paths() == ["/busy"]


@pytest.mark.parametrize(
    ("sent", "least", "most"),
    [("5", 60, 60), ("600", 600, 600), ("999999999999999", 86_400, 86_400), ("-5", None, None), ("soon", None, None)],
)
def test_retry_after_in_seconds_stays_within_reason(
    server: BadServer, web: AiohttpWeb, sent: str, least: float | None, most: float | None
) -> None:
    answered = refused(get(web, server.says("/a", answer(503, retry_after=sent))))

    assert (answered.retry_after, answered.retry_after) == (least, most)


def test_retry_after_may_be_a_date(server: BadServer, web: AiohttpWeb) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)

    answered = refused(get(web, server.says("/a", answer(503, retry_after=when))))

    assert answered.retry_after is not None and 590 < answered.retry_after <= 600


def test_expires_is_a_max_age_too(server: BadServer, web: AiohttpWeb) -> None:
    dates: dict[str, Any] = {"date": "Mon, 05 Jan 2026 10:00:00 GMT", "expires": "Mon, 05 Jan 2026 10:15:00 GMT"}

    assert fetched(get(web, server.says("/a", ok(**dates)))).max_age == 900


# ---------------------------------------------------------------- redirects


def test_redirects_lead_to_the_page(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/1", redirect("/2"))
    server.says("/2", redirect("3?q=a b#part", 307))
    server.says("/3?q=a+b", ok(b"here"))
    server.says("/3?q=a%20b", ok(b"here"))

    page = fetched(get(web, server.url("/1")))

    assert page.body == b"here"
    assert page.url.startswith(server.url("/3?q=a"))
    assert page.permanent_url is None


def test_only_an_unbroken_row_of_lasting_redirects_is_a_move(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/1", redirect("/2", 301))
    server.says("/2", redirect("/3", 308))
    server.says("/3", redirect("/4", 302))
    server.says("/4", redirect("/5", 301))
    server.says("/5", ok())

    page = fetched(get(web, server.url("/1")))

    assert page.url == server.url("/5")
    assert page.permanent_url == server.url("/3")


def test_five_redirects_are_followed_and_a_sixth_is_not(server: BadServer, web: AiohttpWeb) -> None:
    for n in range(6):
        server.says(f"/{n}", redirect(f"/{n + 1}"))
    server.says("/6", ok())

    assert isinstance(get(web, server.url("/1")), Fetched)
    assert refused(get(web, server.url("/0"))).reason == "more than 5 redirects"


def test_the_deadline_covers_all_redirects_together(server: BadServer, web: AiohttpWeb) -> None:
    def slow_redirect(connection: socket.socket, asked: badserver.Asked) -> None:
        time.sleep(0.3)
        connection.sendall(redirect(f"/{int(asked.path[1:]) + 1}"))

    for n in range(6):
        server.does(f"/{n}", slow_redirect)

    started = time.monotonic()
    answered = refused(get(web, server.url("/0")))

    assert "timed out" in answered.reason
    assert time.monotonic() - started < DEADLINE + 2


# ---------------------------------------------------------------- robots.txt


def test_robots_txt_is_obeyed_when_asked_to(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/robots.txt", ok(b"User-agent: *\nDisallow: /private\n", content_type="text/plain"))
    private, public = server.says("/private/a", ok(b"secret")), server.says("/public", ok(b"news"))

    forbidden = refused(get(web, private, obey_robots=True))
    allowed = fetched(get(web, public, obey_robots=True))
    feed = fetched(get(web, private))

    assert (forbidden.reason, forbidden.transient) == ("robots.txt forbids it", False)
    assert (allowed.body, feed.body) == (b"news", b"secret")
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


def test_a_byte_order_mark_hides_no_rule_of_robots_txt(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/robots.txt", ok(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n"))

    assert refused(get(web, server.says("/a", ok()), obey_robots=True)).reason == "robots.txt forbids it"


def test_robots_txt_speaks_to_us_by_name(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/robots.txt", ok(b"User-agent: *\nAllow: /\n\nUser-agent: wirewatch\nDisallow: /\n"))

    assert refused(get(web, server.says("/a", ok()), obey_robots=True)).reason == "robots.txt forbids it"


def test_many_pages_of_a_site_ask_for_its_robots_txt_once(server: BadServer, web: AiohttpWeb) -> None:
    server.says("/robots.txt", ok(b""))

    answers = web.get_many([Request(key=str(n), url=server.says(f"/{n}", ok()), obey_robots=True) for n in range(8)])

    assert all(isinstance(each, Fetched) for each in answers)
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_everything(server: BadServer, web: AiohttpWeb, status: int) -> None:
    server.says("/robots.txt", answer(status))

    assert isinstance(get(web, server.says("/a", ok()), obey_robots=True), Fetched)


#: robots.txt that cannot be asked now -> the page waits
@pytest.mark.parametrize(
    ("behaviour", "words"), [(answer(503), "answered 503"), (badserver.hang, "timed out"), (badserver.reset, "reset")]
)
def test_a_site_whose_robots_txt_cannot_be_asked_is_left_for_later(
    server: BadServer, web: AiohttpWeb, behaviour: badserver.Behaviour | bytes, words: str
) -> None:
    server.says("/robots.txt", behaviour) if isinstance(behaviour, bytes) else server.does("/robots.txt", behaviour)

    answered = refused(get(web, server.says("/a", ok()), obey_robots=True))

    assert answered.reason.startswith("robots.txt: ") and words in answered.reason
    assert answered.transient
    assert server.paths() == []


def test_an_endless_robots_txt_is_read_as_far_as_it_goes(server: BadServer, web: AiohttpWeb) -> None:
    def endless(connection: socket.socket, asked: badserver.Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        while True:
            connection.sendall(b"# and on\n" * 1_000)

    server.does("/robots.txt", endless)

    assert refused(get(web, server.says("/private", ok()), obey_robots=True)).reason == "robots.txt forbids it"
    assert isinstance(get(web, server.says("/a", ok()), obey_robots=True), Fetched)


#: robots.txt files that take their time when read without care
SLOW_ROBOTS = {
    "wildcards": b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"b$\n",
    "many rules with wildcards": b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 40 + b"b\n") * 5_000,
    "one endless rule": b"User-agent: *\nDisallow: /" + b"*a" * 250_000,
    "many agents, many rules": b"".join(b"User  agent %d\n" % n for n in range(16_000)) + b"Disallow: /b\n" * 13_000,
}


@pytest.mark.parametrize("name", SLOW_ROBOTS)
def test_no_robots_txt_stops_the_fetcher(server: BadServer, web: AiohttpWeb, name: str) -> None:
    server.says("/robots.txt", ok(SLOW_ROBOTS[name]))

    started = time.monotonic()
    answered = get(web, server.says("/" + "a" * 3_000, ok()), obey_robots=True)

    assert isinstance(answered, Fetched)
    assert time.monotonic() - started < 2


def test_the_operator_may_switch_robots_txt_off(server: BadServer) -> None:
    server.says("/robots.txt", ok(b"User-agent: *\nDisallow: /\n"))
    web = AiohttpWeb(allow_networks=LOOPBACK, ports=(server.port,), obey_robots=False)

    page = get(web, server.says("/a", ok()), obey_robots=True)
    web.close()

    assert isinstance(page, Fetched)


def test_a_closed_web_opens_again(server: BadServer, web: AiohttpWeb) -> None:
    url = server.says("/a", ok(b"fine"))

    web.close()
    web.close()

    assert fetched(get(web, url)).body == b"fine"
