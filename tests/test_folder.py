"""A register folder: made whole, completed when interrupted, worked in by one at a time."""

import shutil

import pytest

from tawthiq.config import FILE_NAME, load_settings
from tawthiq.errors import ConfigError
from tawthiq.folder import clear_leftovers, make_folder, open_folder, working_alone
from tawthiq.ledger import Key
from tawthiq.sources import declare_source

MADE = [".gitignore", "derived", "key.pem", "ledger.sqlite", "ledger.sqlite-journal", FILE_NAME]


def test_a_made_folder_opens_for_writing(tmp_path):
    settings = make_folder(tmp_path / "new", name="وادي", language="ar")
    assert (settings.name, settings.language) == ("وادي", "ar")
    with open_folder(tmp_path / "new", write=True) as opened:
        assert opened.ledger.count() == 0
        assert opened.gazetteer() is None
    ignored = (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8")
    assert "key.pem" in ignored


@pytest.mark.parametrize("left", [MADE[:count] for count in range(len(MADE))])
def test_a_folder_left_unfinished_is_completed_and_its_key_kept(tmp_path, left):
    whole = tmp_path / "whole"
    make_folder(whole)
    half = tmp_path / "half"
    half.mkdir()
    for name in left:
        if (whole / name).is_dir():
            (half / name).mkdir()
        else:
            shutil.copy(whole / name, half / name)
    settings = make_folder(half)
    with open_folder(half, write=True) as opened:
        declare_source(opened.ledger, "vdc", name="Centre", type="observatory")
    if "key.pem" in left:
        assert settings.author == Key.load(whole / "key.pem").author


def test_an_empty_ledger_file_of_a_killed_run_is_made_whole(tmp_path):
    half = tmp_path / "half"
    half.mkdir()
    (half / "ledger.sqlite").touch()
    make_folder(half)
    with open_folder(half) as opened:
        assert opened.ledger.count() == 0


def test_a_ledger_without_settings_is_never_taken_for_an_unfinished_folder(tmp_path):
    make_folder(tmp_path / "new")
    with open_folder(tmp_path / "new", write=True) as opened:
        declare_source(opened.ledger, "vdc", name="Centre", type="observatory")
    (tmp_path / "new" / FILE_NAME).unlink()
    with pytest.raises(ConfigError, match="no settings"):
        make_folder(tmp_path / "new")


def test_only_one_works_in_a_folder_at_a_time_and_reading_goes_on(tmp_path):
    settings = make_folder(tmp_path / "new")
    with working_alone(settings):
        (tmp_path / "new" / ".derived-x").mkdir()
        with pytest.raises(ConfigError, match="Wait"), working_alone(settings):
            pass
        clear_leftovers(settings)
        assert (tmp_path / "new" / ".derived-x").exists()
    assert not (tmp_path / "new" / ".derived-x").exists()
    with working_alone(settings):
        pass


def test_an_interrupted_swap_puts_the_old_register_back(tmp_path):
    settings = make_folder(tmp_path / "new")
    (settings.derived / "mark").touch()

    def swap() -> None:
        with working_alone(settings):
            old = settings.folder / ".derived-old-x"
            old.mkdir()
            settings.derived.rename(old / "derived")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swap()
    assert (settings.derived / "mark").exists()


def test_a_folder_without_settings_is_no_register(tmp_path):
    with pytest.raises(ConfigError, match="tawthiq init"), open_folder(tmp_path):
        pass
    assert load_settings(make_folder(tmp_path / "new").folder).author


def test_a_folder_may_keep_its_vault_in_an_object_store(tmp_path):
    settings = make_folder(tmp_path / "team", vault_url="memory:///team")
    assert settings.vault == "memory:///team"
    assert not (tmp_path / "team" / "vault").exists()


def test_a_second_folder_joins_a_ledger_that_is_there(tmp_path):
    shared = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    first, second = (make_folder(tmp_path / name, ledger_url=shared) for name in ("one", "two"))
    assert first.ledger == second.ledger == shared
    assert first.author != second.author
    with open_folder(first.folder, write=True) as opened:
        declare_source(opened.ledger, "vdc", name="Centre", type="other")
    with open_folder(second.folder) as opened:
        assert opened.ledger.count() == 1


@pytest.mark.parametrize("where", ["ledger_url", "vault_url"])
def test_a_plain_path_is_no_place_that_a_team_shares(tmp_path, where):
    """It would be made in one place and sought in another."""
    with pytest.raises(ConfigError, match="is no URL"):
        make_folder(tmp_path / "team", **{where: "elsewhere"})
    assert not (tmp_path / "team").exists()
