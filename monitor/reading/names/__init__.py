"""The names in a text, for all languages: places with their coordinates, people, bodies, armed groups.

Doc --name_scan.Words--> words with what they look like
places     gazetteer (sheet, toponyms, sound_alike) -> candidates -> disambiguation by place_evidence -> PlaceMention
           arabic_names: the same for Arabic, which has no capitals and ties prepositions to names
entities   person_names, organisations, site_names, places -> Entity
actors     the vocabulary of groups, forces and organisations -> Named, with one name for each
words      titles, given names, nouns of places and bodies, as the files of `words/` give them: handed in with the text
outlet     where a publisher is at home; geonames: users' own gazetteers; trained: a model that may add names
"""
