"""What becomes of a match: one incident, one thread, always current.

facts      Report ...               -> the incident's toll, place, day, sources
incidents  Incidents, Reports       -> which report tells of which incident
reports    Article, Event, Match    -> Report (what one article says of it)
decide     Incident, what was told  -> Message rows for the outbox, and a Reason
message    Incident, Rule, Message  -> SlackMessage (blocks); blocks, escape and words help it
delivery   what came of an attempt  -> where the outbox row goes next
"""
