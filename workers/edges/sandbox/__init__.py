"""The door to foreign bytes: a child process that reads them, and may die of them.

Feeds and pages are parsed by libraries that have hung, eaten all memory and crashed on crafted input, some of it in C code that
no time-out of Python's can stop. So they run in a child that is fed through a pipe, has limits on time and memory, knows no
secrets, cannot reach the network, and is killed and replaced when a document breaks it. A healthy child reads hundreds of them.

    frames      what goes over the pipes: a JSON header and bytes
    limits      what the child does to itself before it reads anything foreign
    child       the child's loop, `python -m workers.edges.sandbox.child TABLE MEMORY`
    contract    what the child and its table agree on
    table       what may be called: the child's functions by name
    process     the parent's view of one child: start, call, kill
    keeper      `ChildSandbox`: always a fit child, results as our own types
"""

from workers.edges.sandbox.keeper import ChildSandbox

__all__ = ["ChildSandbox"]
