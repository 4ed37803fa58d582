"""From an article to what it says: entities, places, and events with their tolls, days, actors and reality.

    Article --text.pipeline--> tokens, sentences
            --names----------> PlaceMention, Entity, Named (actors)            for all languages alike
            --<language>-----> Statement: what one clause says of one act      `languages` names a room for each
            --telling--------> Event: what the statements on one act come to   no language
    = Reading, by `read.Reader`

    read, languages          what puts it all together, and the table of languages
    english, arabic          a room each: the same file names, `words/*.yaml`; strangers to each other
    telling, names, stories  know no language
    text                     words as lists, classes of words, things that stand in a text

Which articles tell the same story, or are the same one again, is `stories`. Docs: docs/reading.md.
"""
