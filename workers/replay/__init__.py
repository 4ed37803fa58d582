"""What rules would have done: the archive is walked through again, with the evaluator and the incidents of the live line.

walk      archived articles, rules -> what each rule would have told
differ    two sets of rules -> incidents gained and lost, rule by rule
rereading archived articles, a reader -> what it says of them, kept instead of what was read
changes   two readings of one article -> how they differ, in a few words

Each rule is replayed by itself, as if it were the only one. So the effect of an edit is the edited rule's alone, and rules that
did not change need not be walked through. Live, an incident has one voice a channel, that of the highest level.
"""
