"""docker-compose.yml and the Dockerfile: no engine runs here, so what can be known is checked."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest
import yaml
from django.core.management import get_commands

from config.embedded.crew import Crew
from config.embedded.places import ROOT
from config.embedded.postgres import Postgres
from config.embedded.services import throwaway_folder, throwaway_servers
from tests.world.urls import every_url

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "holdfast"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = (ROOT / "config" / "settings.py").read_text()
KNOWN = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z0-9_]+)"', SETTINGS))
WITHOUT_DEFAULT = set(re.findall(r'required\(\s*"([A-Z0-9_]+)"', SETTINGS))
# What only this file asks for; the rest of `.env` is the site's own settings.
OF_COMPOSE = {"SITE_HOST", "DATABASE_PASSWORD", "DATABASE_ADMIN_PASSWORD", "WEB_REPLICAS"}


def texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for each in part.values() for text in texts(each)]
    if isinstance(part, list):
        return [text for each in part for text in texts(each)]
    return [part] if isinstance(part, str) else []


def asked_for(part: Any) -> set[str]:
    """The variables that Compose puts into these texts."""
    return {
        name
        for text in texts(part)
        for name in re.findall(r"\$\{([A-Z0-9_]+)", text.replace("$$", ""))
    }


def test_it_is_valid_by_the_compose_specification():
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(COMPOSE, schema, jsonschema.Draft7Validator)


def test_it_is_the_whole_system():
    assert SERVICES.keys() == {
        *("front", "web", "worker", "beat", "migration", "database", "queue"),
    }
    assert OURS.keys() == {"web", "worker", "beat", "migration"}
    assert SERVICES["web"]["deploy"]["replicas"] == "${WEB_REPLICAS:-2}"


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in OURS])
def test_images_are_pinned(name):
    assert re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-\w+)?", SERVICES[name]["image"])


def test_the_image_is_built_from_pinned_ones():
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(set(images)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-\w+-\w+", images[0])


def test_every_variable_is_a_setting_or_named_at_the_top():
    top = (ROOT / "docker-compose.yml").read_text().partition("name: holdfast")[0]
    named = set(re.findall(r"^#   ([A-Z0-9_]+)=|\b(WEB_REPLICAS)=", top, re.MULTILINE))
    assert asked_for(COMPOSE) <= KNOWN | OF_COMPOSE
    assert asked_for(COMPOSE) - KNOWN == OF_COMPOSE
    assert asked_for(COMPOSE) == {name for pair in named for name in pair if name}


@pytest.mark.parametrize("name", OURS)
def test_the_site_is_told_only_what_it_knows_and_all_it_needs(name):
    told = OURS[name]["environment"].keys()
    assert told <= KNOWN
    assert told >= WITHOUT_DEFAULT
    # What makes the site unsafe online is never passed on.
    assert not told & {"HTTPS", "DEBUG", "DEV_MAILBOX"}


def test_only_caddy_is_reached_from_outside():
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["front"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    reached = {name for name, each in SERVICES.items() if "outside" in each["networks"]}
    assert reached == {"front", "worker"}


def test_what_meets_visitors_reaches_neither_database_nor_queue():
    assert COMPOSE["networks"]["door"] == {"internal": True}
    assert {name for name, each in SERVICES.items() if "door" in each["networks"]} == {
        *("front", "web"),
    }
    assert not set(SERVICES["front"]["networks"]) & set(SERVICES["database"]["networks"])
    assert not set(SERVICES["front"]["networks"]) & set(SERVICES["queue"]["networks"])


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migration"])
def test_whoever_stays_is_asked_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_the_site_may_do_nothing_that_it_need_not(name):
    assert OURS[name]["read_only"]
    assert OURS[name]["cap_drop"] == ["ALL"]
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, re.MULTILINE)


def test_the_site_starts_on_a_database_that_is_up_to_date():
    for name in OURS.keys() - {"migration"}:
        needs = OURS[name]["depends_on"]
        assert needs["migration"] == {"condition": "service_completed_successfully"}
        assert needs["database"] == needs["queue"] == {"condition": "service_healthy"}
    assert SERVICES["migration"]["restart"] == "no"


# --- Commands ---------------------------------------------------------------------------------


def commands() -> list[list[str]]:
    checks = [each["healthcheck"]["test"] for each in OURS.values() if "healthcheck" in each]
    asked = [test[1:] if test[0] == "CMD" else shlex.split(test[1]) for test in checks]
    copied = re.search(r"^CMD (\[.*?\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)
    assert copied
    return [*(each["command"] for each in OURS.values()), *asked, json.loads(copied.group(1))]


@pytest.mark.parametrize("command", commands(), ids=lambda command: " ".join(command)[:50])
def test_every_command_exists_with_its_options(command):
    program, *arguments = command
    here = Path(sys.executable).parent
    assert shutil.which(program, path=here)
    if arguments[0] == "-c":
        compile(arguments[1], program, "exec")
    elif arguments[0] == "manage.py":
        assert arguments[1] in get_commands()
    else:
        # Options that are not there are refused even beside --help.
        asked = [here / program, *arguments, "--help"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_web_server_writes_no_access_log():
    for command in (*(each["command"] for each in OURS.values()), DOCKERFILE):
        assert "--access-log" not in command


# --- Caddy ------------------------------------------------------------------------------------


def test_caddy_writes_down_who_asked_for_what_nowhere():
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    assert "exclude http.handlers http.log http.stdlib" in caddyfile
    assert "request delete" in caddyfile
    # The one `log` is the server's own, not a site's access log.
    assert re.findall(r"^\s*(log.*)$", caddyfile, re.MULTILINE) == ["log default {"]


def test_caddy_reaches_the_web_where_it_listens():
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    port = re.search(r"name web\s+port (\d+)", caddyfile)
    assert port
    assert f"--port={port.group(1)}" in SERVICES["web"]["command"]
    assert caddyfile.count("{$$SITE_HOST}") == 1


# --- The database -----------------------------------------------------------------------------


@pytest.mark.system
def test_the_script_makes_a_role_that_row_level_security_binds(monkeypatch):
    """Its statements, run by the same PostgreSQL in another house."""
    script = COMPOSE["configs"]["site-role"]["content"]
    statements = re.search(r"<<'SQL'\n(.*)SQL\n", script, re.DOTALL)
    assert statements
    made = statements.group(1).replace(":'password'", "'a password'")
    monkeypatch.setattr(Postgres, "role_and_database", lambda _self: made)
    with (
        throwaway_folder() as folder,
        throwaway_servers(Crew(folder), folder) as (postgres, _valkey),
        psycopg.connect(postgres.url) as connection,
    ):
        role = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles "
            "where rolname = current_user"
        ).fetchone()
        owner = connection.execute(
            "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
        ).fetchone()
    assert role == ("holdfast", False, False, False, False)
    assert owner == ("holdfast",)


def test_the_site_comes_as_that_role():
    for each in OURS.values():
        assert each["environment"]["DATABASE_URL"].startswith("postgres://holdfast:")
        assert each["environment"]["DATABASE_URL"].endswith("@database:5432/holdfast")


# --- Pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("volume", "setting"),
    [("pictures", "MEDIA_ROOT"), ("own", "OWN_FILES_ROOT"), ("keys", "KEYS_ROOT")],
)
def test_files_outlive_the_container_that_wrote_them(volume, setting):
    """Web takes them in, worker sweeps them; both find the one volume where the image says."""
    folder = re.search(rf"{setting}=(\S+)", DOCKERFILE)
    assert folder
    for name in ("web", "worker"):
        assert f"{volume}:{folder.group(1)}" in SERVICES[name]["volumes"]
    assert volume in COMPOSE["volumes"]
    # The site is not root, and the volume is its owner's who made the folder in the image.
    made = re.search(r"install --directory --owner=holdfast --mode=0700 (.+)", DOCKERFILE)
    assert made
    assert folder.group(1) in made.group(1).split()


def test_caddy_lets_through_what_the_site_takes(settings):
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    most = {
        name: int(size) * 1_000_000
        for name, size in re.findall(r"request_body @(\w+) \{\s*max_size (\d+)MB", caddyfile)
    }
    words = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert most.keys() == {"file", "other"}
    assert most["other"] >= settings.PICTURE_MAX_BYTES + words
    assert most["file"] >= settings.OWN_FILE_MAX_BYTES + words


def test_caddy_lets_large_files_through_to_their_addresses_alone():
    """Two limits of one request would both hold, so each request has one."""
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    found = dict(re.findall(r"@(\w+) ((?:not )?path .+)$", caddyfile, re.MULTILINE))
    assert found == {"file": found["file"], "other": f"not {found['file']}"}
    assert caddyfile.count("request_body") == 2
    paths = found["file"].split()[1:]
    assert paths[0] == "/own/log/*/files/"
    matching = [name for name, url in every_url() if fnmatch(url, paths[0])]
    assert matching == ["trackers:add_file"]
    for path in paths[1:]:
        assert path in dict(every_url()).values()


# --- The image --------------------------------------------------------------------------------


def test_what_the_image_copies_is_there_and_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    copied = re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.MULTILINE)
    assert copied
    for path in copied:
        assert (ROOT / path).exists()
        assert f"!{path}" in ignored


def test_the_image_holds_every_room_but_the_tests():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms == set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))


def test_the_image_installs_by_hash():
    assert "--require-hashes --requirement /requirements.txt" in DOCKERFILE
    assert "dev.txt" not in DOCKERFILE
