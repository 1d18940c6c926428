"""All papers of the corpus."""

from corpus import rosters_columns, rosters_frames
from corpus.paper import Paper

PAPERS: list[Paper] = [*rosters_columns.PAPERS, *rosters_frames.PAPERS]
