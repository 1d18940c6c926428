"""One folder that runs without Python: `python tools/standalone.py [--to FOLDER]` makes it and plays a month with it.

The same on Linux and on Windows: a wheel is built and unpacked, so that the folder holds what is handed on and nothing
else of this checkout, and PyInstaller takes it from there. `tools/smoke.py` then runs the program somewhere else.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def make(target: Path) -> Path:
    """Make the folder `partyday` in `target`; gives it."""
    with tempfile.TemporaryDirectory() as work:
        site = Path(work, "site")
        _python("hatchling", "build", "-t", "wheel", "-d", work)
        [wheel] = Path(work).glob("*.whl")
        with zipfile.ZipFile(wheel) as files:
            files.extractall(site)
        options = (
            "--noconfirm",
            "--log-level",
            "ERROR",
            "--distpath",
            str(target),
            "--workpath",
            str(Path(work, "pyi")),
        )
        _python("PyInstaller", *options, str(ROOT / "tools" / "partyday.spec"), PYTHONPATH=str(site))
    return target / "partyday"


def _python(*words: str, **environment: str) -> None:
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env={**os.environ, **environment}, check=True)


def main() -> None:
    """Make it and try it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "dist", metavar="FOLDER", help="where: dist/ by default")
    folder = make(parser.parse_args().to)
    subprocess.run([sys.executable, str(ROOT / "tools" / "smoke.py"), str(folder)], check=True)


if __name__ == "__main__":
    main()
