"""What an error means that no part of the program expected: a damaged book or a system that refuses is no defect.

Loaded only when such an error has come up to the entry of the program.
"""

from partyday.cli.run import Run
from partyday.errors import BadInput, BookUnusable, PartydayError
from partyday.i18n import _


def ordinary(error: Exception) -> PartydayError | None:
    """What to tell the user instead of a defect; None where it is one."""
    run = Run.latest
    if isinstance(error, OSError) and run and str(error.filename) == run.place:
        return BookUnusable(
            _("The book {book} is out of reach: {error}").format(book=error.filename, error=error.strerror),
            _("See whether the folder or the server can be reached, and repeat the command."),
        )
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return BadInput(
            _("The system refuses: {error}").format(error=f"{where}{error.strerror or error}"),
            _("See whether the folder is there and may be read and written, and repeat the command."),
        )
    if isinstance(error, MemoryError):
        return BadInput(_("There is not memory enough."), _("Close other programs and repeat the command."))
    return _damaged(run.place) if run and run.opened else None


def _damaged(place: str) -> PartydayError | None:
    """A page of the book that holds nonsense makes anything fail: so the book is checked before a defect is told."""
    from partyday.store import checking
    from partyday.store.book import Store
    from partyday.store.refusals import damaged

    store = Store(place)
    try:
        with store.reading() as connection:
            for fault in checking.faults(connection):
                if fault.kind not in (checking.ADDED, "dates", "sums"):
                    return damaged(place)
    except PartydayError as told:
        return told
    except Exception:  # it cannot even be checked
        return damaged(place)
    finally:
        store.close()
    return None
