"""The printed forms: facts in, a `sheet.Sheet` out, one form a file; `xlsx` alone writes and knows workbooks."""
