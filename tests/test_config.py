"""Where the settings and the book stand unless told: as platformdirs has it, which is not loaded where it is known."""

from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from partyday import config


@pytest.mark.parametrize("told", [None, "", " ", "elsewhere"])
def test_the_folders_are_those_of_the_system(told: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if told is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, str(tmp_path / told) if told.strip() else told)
    folders = PlatformDirs("partyday", appauthor=False)
    assert config.folder("config") == folders.user_config_path
    assert config.folder("data") == folders.user_data_path
