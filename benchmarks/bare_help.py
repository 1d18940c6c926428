"""A minimal Typer program with three commands, for the cost of `--help` with nothing behind it."""

from typing import Annotated

import typer

app = typer.Typer(help="Keep the record of the monthly activity day.")


@app.command()
def member(
    name: Annotated[str, typer.Argument(help="Who.")],
    number: Annotated[int | None, typer.Option(help="The roster number.")] = None,
) -> None:
    """Put somebody on the roster."""
    print(name, number)


@app.command()
def schedule(
    year: Annotated[int, typer.Argument(help="Which year.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it; write nothing.")] = False,
) -> None:
    """Make the days of a year."""
    print(year, dry_run)


@app.command()
def checkin(
    who: Annotated[list[str], typer.Argument(help="Who is present.")],
    day: Annotated[str | None, typer.Option(help="Which day.")] = None,
    close: Annotated[bool, typer.Option("--close", help="Close the day afterwards.")] = False,
) -> None:
    """Record attendance."""
    print(who, day, close)


def main() -> None:
    """Run the program."""
    app(prog_name="bare_help")


if __name__ == "__main__":
    main()
