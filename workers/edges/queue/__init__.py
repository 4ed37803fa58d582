"""The door to Redis and RQ: ids go in, our own handlers come out.

jobs         what a job may say: one of our names, and ids
handing_on   puts jobs into the queues
work         takes them out, and does them

What we do not let RQ do, and why: docs/decisions/0004-queue.md. Whoever can write to Redis can make us look at our own rows
again, and nothing else: of a job's hash one field is read, and of all that RQ listens to only the queue.
"""

from workers.edges.queue.handing_on import RqQueue, connect
from workers.edges.queue.jobs import QUEUE_OF, QUEUES, OurJob, UnknownJob
from workers.edges.queue.work import work_off

__all__ = ["QUEUES", "QUEUE_OF", "OurJob", "RqQueue", "UnknownJob", "connect", "work_off"]
