"""What a secretary does with dues (党费): one file for each thing done.

`accounts` who pays, `assessing` what is due a month, `ledgers` who owes what, `paying` and `collecting` money taken in,
`remitting` money forwarded. All amounts are in fen.
"""
