"""From a workbook to a PDF, by LibreOffice where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from partyday.disk import put, unfinished
from partyday.errors import BadInput
from partyday.i18n import _

#: Where LibreOffice stands when it is not on the path.
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_SECONDS = 180


def program() -> str:
    """Where LibreOffice is. Raises BadInput where it is not."""
    place = shutil.which("soffice") or shutil.which("libreoffice") or _first(_USUAL_PLACES)
    if place is None:
        raise BadInput(
            _("There is no LibreOffice on this computer to make a PDF with."),
            _("Install LibreOffice; or leave --pdf out, open the workbook and save it as PDF there."),
        )
    return place


def to_pdf(workbook: Path) -> Path | None:
    """Make the PDF of a workbook, beside it and in the place of an older one; None where LibreOffice fails."""
    target = workbook.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        # A profile of its own: the program refuses to work beside a window that is open.
        profile = Path(folder, "profile").as_uri()
        words = [program(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
        try:
            subprocess.run(  # a program that was found, a file that was just written
                [*words, str(workbook.absolute())], check=True, capture_output=True, timeout=_SECONDS
            )
            with unfinished(target) as made:
                shutil.copyfile(Path(folder, target.name), made)
                put(made, target)
        except (OSError, subprocess.SubprocessError):
            return None
    return target


def _first(places: tuple[str, ...]) -> str | None:
    return next((place for place in places if os.access(place, os.X_OK)), None)
