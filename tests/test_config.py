"""Where the settings and the book stand unless told: as platformdirs has it, which is not loaded where it is known."""

from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from partyday import config
from partyday.errors import BadInput


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'branch = "二支部"\n'),
        ('by = "李华"\nbranch = "旧"\n', 'branch = "二支部"\nby = "李华"\n'),
        (
            'branch="旧"\n\n[[closures]]\nname = "寒假"\nfirst = 2027-01-18\nlast = 2027-02-26\nonline = true\n',
            'branch = "二支部"\n\n[[closures]]\nname = "寒假"\nfirst = 2027-01-18\nlast = 2027-02-26\nonline = true\n',
        ),
        ("[[closures]]\n" + "name = '寒假'\nfirst = 2027-01-18\nlast = 2027-02-26\nonline = true\n", None),
    ],
)
def test_a_branch_chosen_once_stands_first_and_the_rest_of_the_file_stays(
    before: str, after: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "of" / "config.toml"
    environ = {"PARTYDAY_CONFIG": str(path)}
    if before:
        path.parent.mkdir()
        path.write_text(before, "utf-8")
    assert config.keep_branch("二支部", environ) == path
    assert path.read_text("utf-8") == (after or 'branch = "二支部"\n' + before)
    assert config.load(environ).branch == "二支部"
    config.keep_branch('“二” "支"\\部', environ)
    assert config.load(environ).branch == '“二” "支"\\部'
    config.keep_branch(None, environ)
    assert config.load(environ).branch is None


def test_a_configuration_that_cannot_be_written_or_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        config.keep_branch("二支部", {"PARTYDAY_CONFIG": str(tmp_path / "file" / "config.toml")})
    wrong = tmp_path / "config.toml"
    wrong.write_text("branch = ", "utf-8")
    with pytest.raises(BadInput, match="cannot be read"):
        config.keep_branch("二支部", {"PARTYDAY_CONFIG": str(wrong)})
    assert wrong.read_text("utf-8") == "branch = "
