"""Words whose capital says nothing in a headline that writes all its words with one. English."""

from __future__ import annotations

from typing import Final

from monitor.reading.text.lexicon import words_of

_SMALL: Final = words_of(
    "about above after again against ahead all amid among and another any are as at away back be been before behind being"
    " below between beyond but by can could did do does down due during each first for from gets had has have he her here"
    " him his how if in inside into is it its just last like made make makes may more most must near need needs new next no"
    " not now of off on once one only or other our out outside over own says see sees set sets she should since so some"
    " still than that the their them then there these they this those three through to too top toward towards two under"
    " until up upon us was we were what when where which while who why will with within without would you your yet"
)
#: What is done in headlines, now or then.
_DEEDS: Final = words_of(
    "abandons accepts accuses accused acquires acquitted addresses admits adds agrees aims allows announces announced"
    " apologizes apologises appeals approves approved argues arrested arrests asks asked attacks attacked attends backs"
    " banned bans beats begins blames blamed blasts blocks bombs bombed books breaks brings buys calls called captured"
    " captures carries caught celebrates charged checks claims claimed clashes clears closes comes condemns condemned"
    " confesses confirms confirmed considers continues convicted crashes crashed cuts dead defeats defends delays demands"
    " denies denied detained detains dies died discovers draws drops ends enters escapes expands expects explodes faces"
    " facing fails falls files fights finds finally fires fired fled flees follows forces found freed gains gives goes grows"
    " halts heads helps hits holds hopes hurt identified injured injures investigates invites joins joining keeps kicks"
    " killed killing kills launches launched lays leads leaves left lets lifts looks loses lost makes marches meets moves"
    " named names nears nominates nominated offers opens opposes orders ordered passes pays plans planned pleads pledges"
    " posts presents pressed probes promises proposes protests pulls pushes puts questioned quits raids raises reaches"
    " receives recalls rejects releases released remains removed replaces reports rescued resigns responds returns reveals"
    " rises rules runs saved saves scores seeks seized seizes sells sends sentenced shares shells shelled shoots shot shows"
    " signs slain slams speaks stabbed starts stays steps stops storms strikes struck sues suspends suspected takes talks"
    " targets tells testifies threatens throws tops tries turns unveils urges visits votes vows wants warns weighs welcomes"
    " wins withdraws won works wounded wounds"
)
HEADLINE_WORDS: Final = _SMALL | _DEEDS
