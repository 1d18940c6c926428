"""Where a paper goes and in which kind of file: a workbook, or a document where its form is one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from partyday.cli import output
from partyday.cli.run import Run
from partyday.errors import BadInput, WrongUsage
from partyday.i18n import _, listed
from partyday.model.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partyday.model.anchors import Anchor
    from partyday.model.paper import Sheet

WORKBOOK, DOCUMENT = ".xlsx", ".docx"


def target(
    run: Run, form: str, sheets: "Sequence[Sheet]", out: Path | None, *, template: Path | None = None, pdf: bool = False
) -> Path:
    """The file of a paper of a form, as it was named or after the paper; its ending says of which kind it is.

    Raises BadInput for a kind that the form is not printed in, Conflict where a file is there already.
    """
    from partyday.model.paper import file_stem  # what a taken-in paper calls itself leads to no other folder

    kinds = _kinds(form)
    if template is not None:
        if DOCUMENT not in kinds:
            raise WrongUsage(_("--template is for {forms}.").format(forms=listed(_documents())))
        kinds = (DOCUMENT,)
    if out and out.suffix.lower() == DOCUMENT and DOCUMENT not in kinds:
        raise BadInput(
            _("The form “{form}” is a sheet, no document.").format(form=form),
            _("Let the file end in {ending}; documents are {forms}.").format(
                ending=WORKBOOK, forms=listed(_documents())
            ),
        )
    ending = out.suffix.lower() if out and out.suffix.lower() in kinds else kinds[0]
    path = output.target(out or Path(f"{file_stem(sheets[0].stem)}{ending}"), yes=run.yes, ending=ending)
    if pdf:
        output.target(path.with_suffix(".pdf"), yes=run.yes)
    return path


def _kinds(form: str) -> tuple[str, ...]:
    """The kinds of file a form is printed in, the usual one first."""
    if form not in FORMS or not FORMS[form].document:
        return (WORKBOOK,)
    return (WORKBOOK, DOCUMENT) if FORMS[form].workbook else (DOCUMENT,)


def _documents() -> list[str]:
    return [form.name for form in FORMS.values() if form.document]


def written(
    form: str,
    sheets: "Sequence[Sheet]",
    path: Path,
    *,
    template: Path | None = None,
    sealed: Sequence[str] = (),
    anchor: "Anchor | None" = None,
) -> AbstractContextManager[None]:
    """A paper in its file, which takes its place, whole, when what is inside ends well; only a workbook has a seal.

    What is filed has an anchor, which stands at its foot.
    """
    if path.suffix.lower() == DOCUMENT:
        return _document(form, sheets, path, template, anchor)
    from partyday.forms import xlsx

    return xlsx.written(sheets, path, sealed=sealed, foot=anchor.short if anchor else "")


@contextmanager
def _document(
    form: str, sheets: "Sequence[Sheet]", path: Path, template: Path | None, anchor: "Anchor | None"
) -> "Iterator[None]":
    from partyday.forms.whole_file import replacing

    if template is None:
        from partyday.forms.docx import document

        content = document(sheets, form, anchor)
    else:
        from partyday.forms import letterhead

        content = letterhead.document(template, sheets, form, anchor)
    with replacing(path) as file:
        file.write(content)
        yield


def write(form: str, sheets: "Sequence[Sheet]", path: Path, *, template: Path | None = None) -> None:
    """The same at once."""
    with written(form, sheets, path, template=template):
        pass
