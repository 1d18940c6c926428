"""How the sheets of the printed forms come out of the book: one file for each kind of paper."""
