"""The command line: parse, call one service, show what it gave. One noun per file; each loads when it is called."""
