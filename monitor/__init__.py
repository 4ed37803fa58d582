"""What we know. Pure: no network, Redis, database, clock or log, and no file that it was not handed.

The walk of one article:

    polling.parse      bytes of a feed            -> FeedEntry ...
    cleaning.clean     bytes of a page            -> CleanedPage
    reading.read       Article                    -> Reading (entities, places, events)
    matching.match     Rulebook, Article, Reading -> Match ..., and why the others did not
    alerting.incidents Match ...                  -> Incident (one thing that happened, many articles)
    alerting.decide    Incident, what was told    -> Message rows for the outbox, or a reason for silence
    alerting.message   Incident, Rule             -> SlackMessage (blocks)

The five packages are strangers to each other and meet only in `monitor.model`; the jobs in `workers.jobs` compose them.
"""
