"""Pictures and scans of a day: named with their hash, kept beside the book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partyday.errors import Conflict, NotFound
from partyday.i18n import _, listed
from partyday.model.days import ActivityDay
from partyday.model.visits import Attachment
from partyday.services.desk import Desk
from partyday.services.lookup import find_day, one_line
from partyday.store import files, meetings
from partyday.words.typed import as_typed


@dataclass(frozen=True)
class Attached:
    """A picture or a scan of a day, where its file is kept, and whether it still is what it was (None: not there)."""

    attachment: Attachment
    path: Path
    whole: bool | None = True


def attach(desk: Desk, ref: str, paths: Sequence[Path], about: str = "") -> tuple[ActivityDay, list[Attached]]:
    """Keep copies of files as a day's; a file that it has already changes nothing. Gives all that the day has then.

    Raises NotFound for a file that is not there, Conflict for another of the same name, or a day that is cancelled.
    """
    measured = [(path, *files.measured(path)) for path in paths]
    folder = files.folder_of(desk.store)
    with desk.writing() as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        if day.cancelled_on:
            raise Conflict(_("The activity day of {day} is cancelled.").format(day=day.ref))
        known = {one.name: one for one in meetings.attachments_of(unit.connection, [day.id])[day.id]}
        for path, sha256, size in measured:
            name = one_line(path.name)
            same = known.get(name)
            if same is not None and same.sha256 != sha256:
                raise Conflict(
                    _("{day} already has another file called {name}.").format(day=day.ref, name=name),
                    _("Rename it, or take the other away first: partyday day attach {day} --remove {name}").format(
                        day=day.ref, name=as_typed(name)
                    ),
                )
            files.keep(folder, path, sha256, name)
            if same is None and not any(one.sha256 == sha256 for one in known.values()):
                known[name] = Attachment(
                    id=unit.next_id(Attachment),
                    branch_id=day.branch_id,
                    day_id=day.id,
                    name=name,
                    sha256=sha256,
                    size=size,
                    added_on=desk.today,
                    about=one_line(about),
                )
                unit.insert(known[name])
        return day, _with_files(folder, known.values())


def remove(desk: Desk, ref: str, name: str) -> tuple[ActivityDay, list[Attached]]:
    """Take a day's picture or scan away, and its file where no other day has it. Raises NotFound."""
    folder = files.folder_of(desk.store)
    with desk.writing() as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        known = meetings.attachments_of(unit.connection, [day.id])[day.id]
        gone = next((one for one in known if one.name == name.strip()), None)
        if gone is None:
            raise NotFound(
                _("{day} has no file called {name}.").format(day=day.ref, name=name),
                _("It has {names}.").format(names=listed(one.name for one in known) or "–"),
            )
        unit.delete(gone)
        everywhere = meetings.attachments(unit.connection, [branch.id for branch in desk.branches])
        needed = any(one.sha256 == gone.sha256 for one in everywhere)
        left = _with_files(folder, [one for one in known if one is not gone])
    if not needed:
        files.drop(folder, gone.sha256, gone.name)
    return day, left


def of_day(desk: Desk, day: ActivityDay) -> list[Attached]:
    """The pictures and scans of a day, each with its file."""
    with desk.reading() as connection:
        known = meetings.attachments_of(connection, [day.id])[day.id]
    return _with_files(files.folder_of(desk.store), known) if known else []


def every(desk: Desk) -> list[Attached]:
    """The pictures and scans of all days of the book."""
    with desk.reading() as connection:
        known = meetings.every_attachment(connection)
    return _with_files(files.folder_of(desk.store), known) if known else []


def _with_files(folder: Path, known: Iterable[Attachment]) -> list[Attached]:
    return [
        Attached(one, files.place_of(folder, one.sha256, one.name), files.is_whole(folder, one.sha256, one.name))
        for one in known
    ]
