"""The printed forms, one in each file: facts in, a `Sheet` (`model.paper`) out; `xlsx` alone writes workbooks."""
