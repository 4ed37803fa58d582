"""Which articles belong together. Needs readings at most, no language.

fingerprint   64 bits of a text: copies of one wire story
sameness      the same article again, under another guid or address
clustering    different texts on one matter
"""
