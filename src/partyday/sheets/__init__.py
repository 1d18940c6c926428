"""Reading what offices send: workbooks, text files and pasted lists. Imports no rules, store, services or cli."""
