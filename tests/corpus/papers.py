"""All papers of the corpus."""

from corpus import (
    dues_of_months,
    dues_sheets,
    easily_misread,
    frames_varied,
    further_lists,
    further_offices,
    headers_varied,
    hurried_offices,
    hurried_rosters,
    offices_again,
    pasted_lists,
    plans_and_notices,
    rosters_columns,
    rosters_doubles,
    rosters_frames,
    rosters_identity,
    rosters_kinds,
    rosters_values,
    signin_frames,
    signin_states,
    wholes,
)
from corpus.paper import Paper

ROSTERS = (
    rosters_columns,
    rosters_doubles,
    rosters_frames,
    rosters_kinds,
    rosters_values,
    rosters_identity,
    hurried_rosters,
)
OTHERS = (
    headers_varied,
    frames_varied,
    wholes,
    signin_states,
    signin_frames,
    pasted_lists,
    dues_sheets,
    dues_of_months,
    plans_and_notices,
    easily_misread,
    hurried_offices,
    offices_again,
    further_lists,
    further_offices,
)
PAPERS: list[Paper] = [paper for shelf in (*ROSTERS, *OTHERS) for paper in shelf.PAPERS]
