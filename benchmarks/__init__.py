"""What partyday costs, beside the least that could do the same and beside other programs.

`python -m benchmarks [ROW...]` is `make bench`, with `--peers` it is `make bench-peers`. CPU time is measured (user and
system), never the wall, because a slow disk hides what a program does. Machines differ and drift, so only ratios within
one interleaved run mean anything, and only ratios are told. Nothing here is a test.

`measure` takes the times, `cases` is the table of rows with their limits, `cold`, `large` and `inside` do what the rows
say, `samples` and `school` make the data, each `bare_*` is an honest small program to compare with, `peers` are other
programs, and `document` writes the figures into docs/performance.md. partyday is used through its command line;
`inside` alone imports what is behind it.
"""
