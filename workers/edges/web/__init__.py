"""The door to the web: one GET at a time, safe against every server and every address.

    addresses   which URLs may be asked and which addresses may be connected to
    headers     what a server's headers tell: validators, freshness, how long to wait; and what ours say
    failures    what went wrong, in words for an operator
    hosts       two requests a host at once, and silence for hosts that asked for it
    robots      robots.txt of each site, asked once an hour
    fetcher     one request: redirects by hand, total deadline, size and ratio caps
    client      `AiohttpWeb`: the loop thread, and many requests at once

Sources: aiohttp's documentation, RFC 9110 (HTTP), RFC 9309 (robots.txt), the IANA registries of special-purpose addresses.
"""

from workers.edges.web.client import AiohttpWeb

__all__ = ["AiohttpWeb"]
