"""The book: tables, queries and the one gate for writing. The only place with SQL."""
