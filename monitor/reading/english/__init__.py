"""How English tells events. `words/*.yaml` hold its words; `words.EnglishWords` hands them to all others.

triggers    words that name an act ("air strike", "stormed"), and which of them count here    -> Trigger
figures     cues ("killed") with the groups of people that they speak of (groups, numbers)    -> Figure
dates       times, resolved against the day of publication                                    -> DateMention
places      where each act and figure is, by clause, nearness and words before it (roles)     -> PlaceAt
part_of     "the Midan district of Damascus": the part that is named with the whole
binding     which act befell the people of a figure
reality     happened, background, cumulative, planned, denied, hypothetical, exercise
actors      who did it, to whom, who says so
teller      all of these, sentence by sentence                                                -> Statement
refusals    what was passed over and why, for who asks
"""
