"""Fingerprints of texts: the same wire story on many sites has nearly the same one.

A 64-bit simhash (Charikar 2002) over the runs of three words: texts that differ in a dateline, a footer or a sentence differ
in a few bits, two texts on one matter in about thirty. Manku et al. (2007) take 3 bits for web pages of any kind; copies of news
are cut and topped more, so `near` allows more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

_BITS: Final = 64
_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = 3  # words
#: Bits that copies may differ in. Measured on edited copies and on pairs of one story: see docs/accuracy-history.md.
NEAR_BITS: Final = 12


def fingerprint(text: str) -> str:
    """16 hexadecimal digits; equal for texts that differ in case, accents, punctuation or blanks alone.

    >>> fingerprint("Two people died.") == fingerprint("TWO people - died")
    True
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if not words:
        return "0" * 16
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    digests = b"".join(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest() for run in runs)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8)).reshape(-1, _BITS)
    votes = bits.sum(axis=0, dtype=np.int64) * 2 > len(bits)
    return np.packbits(votes).tobytes().hex()


def distance(a: str, b: str) -> int:
    """Bits in which two fingerprints differ, 0 to 64."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def near(a: str, b: str) -> bool:
    """Are they fingerprints of copies of one text? Those of empty texts are near to nothing."""
    return int(a, 16) != 0 and int(b, 16) != 0 and distance(a, b) <= NEAR_BITS


def copies(prints: Sequence[str]) -> npt.NDArray[np.bool_]:
    """`near` for all pairs at once: a square of booleans, False on the diagonal."""
    bits = np.array([int(each, 16) for each in prints], dtype=np.uint64)
    pairs: npt.NDArray[np.bool_] = np.bitwise_count(bits[:, None] ^ bits[None, :]) <= NEAR_BITS
    pairs &= (bits != 0)[:, None] & (bits != 0)[None, :]
    np.fill_diagonal(pairs, False)
    return pairs
