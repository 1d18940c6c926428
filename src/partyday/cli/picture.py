"""Pictures: an SVG written as it is, a PNG drawn from it by resvg where the extra `picture` is installed."""

from pathlib import Path
from typing import TYPE_CHECKING

from partyday.cli import output
from partyday.cli.run import Run
from partyday.errors import BadInput
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.model.overview import Overview

_SVG, _PNG = ".svg", ".png"


def checked(run: Run, path: Path) -> Path:
    """The file a picture goes to. Raises BadInput for another kind or where PNG cannot be drawn, Conflict where it is
    there already.
    """
    if path.suffix.lower() not in (_SVG, _PNG):
        raise BadInput(
            _("{path} would be a file of another kind.").format(path=path),
            _("Let its name end in {one} or {other}.").format(one=_PNG, other=_SVG),
        )
    if path.suffix.lower() == _PNG:
        from importlib.util import find_spec

        if find_spec("resvg_py") is None:
            raise BadInput(
                _("PNG pictures need the extra “picture”."),
                _("pip install 'partyday[picture]', or let the name end in .svg."),
            )
    return output.target(path, yes=run.yes)


def draw(run: Run, found: "Overview", path: Path) -> None:
    """Write the picture of an overview, and say where."""
    from partyday.forms.picture import svg

    text = svg(found)
    if path.suffix.lower() == _PNG:
        from resvg_py import svg_to_bytes

        content = bytes(svg_to_bytes(svg_string=text, zoom=2, languages=["zh-CN"]))
    else:
        content = text.encode()
    output.write_bytes(path, content)
    if run.json:
        output.emit({"file": path, "period": found.period, "branches": len(found.lines)})
    else:
        output.say(_("Written: {file}").format(file=path))
