"""From the bytes of a feed to what is new in it, and when to ask again. Pure: bytes and times come in, verdicts go out.

bytes --parse--> ParsedFeed --digest--> PollVerdict (new entries, new memory, reasons in words)
                    |                        |
      identity (which entry is which)   cadence (when next)   health (is it still alive?)
"""
