"""How fast partyday is beside the least that could do the same: `python -m benchmarks [NAME...]`.

Each `bare_*` module is an honest small program to compare with, and runs alone too: `python -m benchmarks.bare_help`.
`cases` pairs it with partyday, `samples` makes the data, `measure` takes the times. Machines differ and drift, so only
ratios within one interleaved run mean anything; nothing here is a test.
"""
