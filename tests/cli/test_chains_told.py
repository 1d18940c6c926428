"""A book in which each branch has numbers of its own, at the command line: a command is begun anew unseen."""

from commands import Partyday
from partyday.errors import Ambiguous, NotFound
from partyday.store.book import Store
from partyday.store.halves import part


def parted(partyday: Partyday, place: str) -> None:
    """Two branches below one superior, somebody in the first, and then a chain for each."""
    partyday("init", "--branch", "一支部", "--superior", "学院党总支")
    partyday("branch", "add", "二支部", "--superior", "学院党总支")
    partyday("--branch", "一支部", "member", "add", "张三", "--joined", "2010-07-01", "--since", "2026-01-01")
    store = Store(place)
    with store.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()
    store.close()


def test_a_transfer_is_one_command_one_line_of_the_log_and_undone_as_one(partyday: Partyday) -> None:
    parted(partyday, "book.partyday")
    partyday("--branch", "一支部", "member", "transfer", "张三", "--to", "二支部")
    [act, *_earlier] = partyday("log", "--json").json
    assert (act["command"], act["id"], set(act["branches"])) == ("member transfer", 4, {"一支部", "二支部"})
    assert [entry["id"] for entry in partyday("--branch", "二支部", "log", "--json").json] == [4, 3, 2, 1]
    assert "member transfer" in partyday("--branch", "二支部", "log", "张三").out
    assert partyday("--branch", "二支部", "undo", "--json").json["entry"] == 5
    assert [row["name"] for row in partyday("--branch", "一支部", "member", "list", "--json").json] == ["张三"]
    partyday("undo", "4", code=Ambiguous.exit_code)  # of which branch
    partyday("verify")


def test_what_is_older_than_a_branchs_own_numbers_is_named_to_be_taken_back(partyday: Partyday) -> None:
    parted(partyday, "book.partyday")
    said = partyday("--branch", "一支部", "undo", code=NotFound.exit_code).err
    assert "一支部 has nothing to take back since each branch has its own numbers" in said
    partyday("--branch", "一支部", "undo", "3")
    assert partyday("--branch", "一支部", "member", "list", "--json").json == []


def test_a_copy_tells_all_entries_whatever_chain_they_stand_in(partyday: Partyday) -> None:
    parted(partyday, "book.partyday")
    partyday("--branch", "一支部", "member", "transfer", "张三", "--to", "二支部")
    said = partyday("copy", "book.partyday", "copy.partyday", "--json").json
    assert said["entries"] == said["rows"]["log_entry"] == 5
