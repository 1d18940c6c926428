"""Every statement the program sends, by name, in SQLAlchemy Core. A file for each noun.

Nothing here runs when a command does: `make statements` compiles all of it into `store/compiled.py`, which the drivers
alone read. Only `store.compiling` and tests import this package.

A statement is an upper-case constant. Its parameters are those of `parameters.py`, each with one name and type. Words
of the program stand in the text (`literal_column`), a list is `among`, a computed column has a name.
"""
