"""Settings: every one has a default, and what is no setting is named."""

import pytest

from tawthiq.config import FILE_NAME, load_settings
from tawthiq.errors import ConfigError


@pytest.fixture
def said(tmp_path):
    def load(text: str | bytes):
        (tmp_path / FILE_NAME).write_bytes(text.encode() if isinstance(text, str) else text)
        return load_settings(tmp_path)

    return load


def test_an_empty_file_gives_the_defaults(said, tmp_path):
    settings = said("")
    assert settings.folder == tmp_path.resolve()
    assert settings.name == tmp_path.name
    assert settings.ledger == str(tmp_path.resolve() / "ledger.sqlite")
    assert (settings.author, settings.gazetteer, dict(settings.linkage)) == (None, None, {})


def test_paths_are_of_the_folder_and_urls_stay(said, tmp_path):
    settings = said(
        '[ledger]\nurl = "postgresql://host/base"\n[vault]\nurl = "store"\n'
        '[key]\npath = "/keys/mine.pem"\n[places]\ngazetteer = "places.csv"\n'
    )
    assert settings.ledger == "postgresql://host/base"
    assert settings.vault == str(tmp_path.resolve() / "store")
    assert str(settings.key) == "/keys/mine.pem"
    assert settings.gazetteer == tmp_path.resolve() / "places.csv"


def test_only_what_bears_on_numbers_changes_the_fingerprint(said):
    plain = said("").fingerprint()
    assert said('[register]\nname = "other"\nlanguage = "ar"\n').fingerprint() == plain
    assert said("[linkage]\nsure_probability = 0.999\n").fingerprint() != plain
    assert said("[linkage]\nsure_probability = 1\n").fingerprint() == (
        said("[linkage]\nsure_probability = 1.0\n").fingerprint()
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[colour]\n", "colour"),
        ("linkage = 3\n", "linkage"),
        ("[register]\ncolour = 'red'\n", "colour"),
        ("[register]\nname = 3\n", "wrong type"),
        ("[register]\nlanguage = 'fr'\n", "language"),
        ("[linkage]\nsure_probability = true\n", "wrong type"),
        ("[linkage]\nsure_probability = 0\n", "above 0"),
        ("[linkage]\nsure_probability = nan\n", "above 0"),
        ("[linkage]\nsure_probability = 1.1\n", "at most 1"),
        ("= =\n", "not valid TOML"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_what_is_no_setting_is_named_with_its_file(said, text, reason):
    with pytest.raises(ConfigError, match=reason) as error:
        said(text)
    assert FILE_NAME in str(error.value)
