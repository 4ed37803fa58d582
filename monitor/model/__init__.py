"""The nouns: frozen data, one class for each moment of a thing's life. Nothing here does anything.

feed     Feed, FeedMemory, FeedEntry, ParsedFeed
article  Article, CleanedPage
place    Place, PlaceMention, Atlas
kinds    the tree of event kinds
event    Span, Entity, Toll, Actor, Event, Reading
rule     Rule, Match, Verdict, Problem
alert    Incident, Report, Message, SlackMessage
"""
