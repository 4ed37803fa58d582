"""The child's loop: a frame in, a function of the table, a frame out. Started by `process`, never by hand.

Header in: {"call", "args", "seconds"}; header out: {"memory"} and nothing else when it went well (the result is the body), or
{"memory", "problem"} with the words why there is no result.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from typing import BinaryIO

from workers.edges.sandbox import frames, limits
from workers.edges.sandbox.contract import GRACE, OUT_OF_MEMORY, Function, NoResult


def main() -> None:
    """Arguments: module that holds FUNCTIONS and warm_up, bytes of memory, the parent's process id."""
    module, memory, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    frames_in, frames_out = limits.claim_pipes()
    limits.die_with_parent(parent)
    limits.bound_memory(memory)
    table = importlib.import_module(module)
    functions: Mapping[str, Function] = table.FUNCTIONS
    table.warm_up()
    limits.forbid_the_world()
    limits.silence()
    _answer(frames_out, {})
    _serve(functions, frames_in, frames_out)


def _serve(functions: Mapping[str, Function], frames_in: BinaryIO, frames_out: BinaryIO) -> None:
    while (frame := frames.read(frames_in)) is not None:
        header, body = frame
        limits.bound_time(header["seconds"] + GRACE)
        problem, result = "", b""
        try:
            result = functions[header["call"]](body, **header["args"])
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # nothing of this process can be relied on any more
        except NoResult as error:
            problem = str(error) or "no result"
        except Exception as error:  # foreign bytes find the libraries' bugs: an outcome of the document, not of ours
            problem = f"broke the parser: {type(error).__name__}: {error}"
        limits.bound_time(0)
        del body, frame
        _answer(frames_out, {"problem": problem[:500]} if problem else {}, result)


def _answer(frames_out: BinaryIO, header: dict[str, object], result: bytes = b"") -> None:
    frames_out.write(frames.pack({**header, "memory": limits.resident()}, result))
    frames_out.flush()


if __name__ == "__main__":
    main()
