"""All papers of the corpus."""

from corpus import (
    rosters_columns,
    rosters_doubles,
    rosters_frames,
    rosters_identity,
    rosters_kinds,
    rosters_values,
)
from corpus.paper import Paper

SHELVES = (rosters_columns, rosters_doubles, rosters_frames, rosters_kinds, rosters_values, rosters_identity)
PAPERS: list[Paper] = [paper for shelf in SHELVES for paper in shelf.PAPERS]
