"""Settings from the environment, from a file, and from files that hold a value; every fault at once."""

from pathlib import Path

import pytest

from app.errors import SettingsInvalid
from app.settings import described, load_settings


def test_the_defaults_need_nothing() -> None:
    """Without any variable, Casebook listens on this machine, on a file of its own."""
    settings = load_settings({})

    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8000, "sqlite:///data/casebook.db")
    assert settings.open_to_all is False


def test_variables_are_read_and_arguments_come_first() -> None:
    """The environment over the default, an argument over the environment."""
    environment = {"CASEBOOK_PORT": "9000", "CASEBOOK_RETENTION_DAYS": "7", "PATH": "/bin"}

    settings = load_settings(environment, port=9001, host=None)

    assert (settings.port, settings.retention_days) == (9001, 7)


def test_a_dotenv_file_is_read_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` gives values, and its unknown names are faults like any other."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASEBOOK_WORKERS", "3")
    Path(".env").write_text("CASEBOOK_PORT=9000\nCASEBOOK_WORKERS=2\n", encoding="utf-8")
    settings = load_settings()
    Path(".env").write_text("CASEBOOK_PROT=9000\n", encoding="utf-8")

    assert (settings.port, settings.workers) == (9000, 3)
    with pytest.raises(SettingsInvalid):
        load_settings()


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    """NAME_FILE names a file with the value; one that cannot be read is a fault."""
    secret = tmp_path / "url"
    secret.write_text("postgresql://db/casebook\n", encoding="utf-8")
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe\xff")

    assert load_settings({"CASEBOOK_DATABASE_URL_FILE": str(secret)}).database_url == "postgresql://db/casebook"
    for path in (odd, tmp_path / "none", tmp_path):
        with pytest.raises(SettingsInvalid):
            load_settings({"CASEBOOK_DATABASE_URL_FILE": str(path)})


def test_a_list_of_severities_without_a_name_is_a_fault() -> None:
    """The worst first, with a meaning or without one; an empty list would leave nothing to choose."""
    assert load_settings({"CASEBOOK_SEVERITIES": "sev1: all is down; sev2"}).severities == "sev1: all is down; sev2"
    with pytest.raises(SettingsInvalid):
        load_settings({"CASEBOOK_SEVERITIES": " ; : "})


def test_all_faults_are_told_with_a_way_to_mend_them() -> None:
    """Unknown names with the nearest known one, malformed values with what they should be."""
    environment = {"CASEBOOK_PROT": "1", "CASEBOOK_PORT": "many", "CASEBOOK_BASE_URL": "casebook.example.test"}

    with pytest.raises(SettingsInvalid) as caught:
        load_settings(environment)

    faults = {name: (what, mend) for name, what, mend in caught.value.faults}
    assert "CASEBOOK_PORT" in faults["CASEBOOK_PROT"][1]
    assert "many" in faults["CASEBOOK_PORT"][0]
    assert "http" in faults["CASEBOOK_BASE_URL"][0]


@pytest.mark.parametrize("given", ["cb", "/cb", "/cb/", "cb/"])
def test_a_root_path_is_brought_into_one_form(given: str) -> None:
    """A slash before it and none after it."""
    assert load_settings({"CASEBOOK_ROOT_PATH": given}).root_path == "/cb"


def test_every_setting_says_what_it_means() -> None:
    """Each has a variable, a default and a meaning."""
    assert all(name.startswith("CASEBOOK_") and default and meaning for name, default, meaning in described())
