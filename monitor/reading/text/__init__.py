"""A text as lists of words, and what may stand in it. The ground floor: knows no language and no names.

str --pipeline--> spaCy Doc (tokens, sentences) --wording--> Wording: words, lower case, places, sentences, and its lexicon
words/*.yaml --lexicon--> Lexicon: a class of words by its name
row      things over tokens, found by sentence and nearness
named    where a text names an actor
"""
