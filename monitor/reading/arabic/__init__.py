"""How Arabic tells events, with the file names of the English room. `words` makes its words comparable.

inflection                                                     the forms of verbs and nouns, made once of the words
clauses, triggers, figures (numbers), dates, places, reality, actors    what each sentence holds
teller                                                         one statement an act -> Statement
passing                                                        which statements open no act of their own
"""
