"""How Arabic tells events, with the file names of the English room. `words` makes its words comparable.

triggers, figures (numbers), dates, places, reality, actors    what each sentence holds
teller                                                         one statement an act -> Statement
"""
