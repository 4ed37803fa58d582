"""From statements to events, whatever the language.

teller      the Protocol that each language's room fulfils: Piece -> Told
trigger     words that name an act; figure: so many people, so befallen
statement   what one clause says of one act: its trigger, figures, place, day, reality, actors
discourse   what a statement leaves out comes from those around it: its kind, its place
act         statements on one act, added up as they come; tolls: what their figures come to
merging     acts -> Event; driven_out: who a flood drives out is a figure of the flood as well
"""
