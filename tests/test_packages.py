"""The wheel and the source archive are complete: what is installed from them is the program, without the checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from documents import ROOT
from manual import PAGES


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds a wheel and a source archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as files:
        return {name for name in files.namelist() if ".dist-info/" not in name}


@pytest.mark.slow
def test_the_wheel_runs_the_demo_where_there_is_no_source(built: Path, tmp_path: Path) -> None:
    """It is slow because a whole year of a branch is played with what was installed."""
    [wheel] = built.glob("*.whl")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(site), str(wheel)], check=True, capture_output=True)
    manual = {path.relative_to(site / "share" / "man") for path in (site / "share" / "man").rglob("*.1")}
    assert manual == {Path("man1/partyday.1"), Path("zh_CN/man1/partyday.1")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTYDAY")}
    environment |= {
        "PYTHONPATH": str(site),
        "PARTYDAY_LANG": "zh",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    where = "import partyday; print(partyday.__file__)"
    for words in (["-c", where], ["-m", "partyday", "demo", "-o", "demo"]):
        done = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env=environment, check=False, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        assert "-m" in words or Path(done.stdout.strip()).is_relative_to(site)
    assert {"demo.partyday", "党支部工作手册.xlsx", "签到表.xlsx"} <= {
        path.name for path in (tmp_path / "demo").iterdir()
    }


@pytest.mark.slow
def test_the_source_archive_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    """It is slow because a wheel is built from the archive."""
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")
    [source] = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [again] = (tmp_path / "again").glob("*.whl")
    [wheel] = built.glob("*.whl")
    assert _names(again) == _names(wheel)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    names = [name for name in tracked.stdout.split("\0") if name and not name.startswith(".")]
    assert [name for name in names if not (source / name).exists()] == []


def test_what_a_wheel_carries_beside_modules_is_in_the_source() -> None:
    folder = ROOT / "src" / "partyday"
    carried = {path.suffix for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert carried <= {".py", ".po", ".mo", ".toml", ".css", ".csv", ".html", ".txt", ".sql", ".typed", ""} | {
        ".bash",
        ".fish",
        ".ps1",
        ".zsh",
    }
    assert all(path.exists() for path in PAGES.values())
