"""Hostile inputs through the real doors, each with what should become of it: `make hostile`.

case         a hostile input and what should become of it
door         a door: its cases, how it is opened, what a case may cost
attack       each case through its door
feeds, ...   a file for each door, with its cases
"""
