"""The report in a real browser: it switches language, and asks nothing of any other machine."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from sample_data import sample

from tawthiq.publish import LinkCertainty, write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def listener():
    """A server that notes what is asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def report(tmp_path_factory, listener):
    """A report in which a source's name tries to load a picture."""
    data = sample()
    evil = f'<img src="{listener[0]}/name.png" onerror="document.title=1">'
    data = replace(
        data,
        title_en=evil,
        sources=(replace(data.sources[0], name=evil, covers=evil), *data.sources[1:]),
        breakdowns=(),
        coverage=(),
        places=(),
        links=LinkCertainty(),
    )
    path = tmp_path_factory.mktemp("browser") / "report.html"
    write_report(data, path)
    return path


def opened(page, part, folder):
    """The document as the browser holds it after its script has run, and what the console said."""
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--lang=en",
            f"--user-data-dir={folder}",
            "--enable-logging=stderr",
            "--virtual-time-budget=3000",
            "--dump-dom",
            f"{page.as_uri()}#{part}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"LANGUAGE": "en"},
    )
    console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    return done.stdout, console


@pytest.mark.parametrize(
    ("part", "lang"), [("en", "en"), ("ar", "ar"), ("ar-range", "ar"), ("both", "en")]
)
def test_each_address_shows_its_language_in_its_direction(report, tmp_path, part, lang):
    dom, console = opened(report, part, tmp_path)
    root = re.search(r"<html[^>]*>", dom)[0]
    assert f'lang="{lang}"' in root
    assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in root
    assert f'data-show="{part.split("-")[0]}"' in root
    current = re.findall(r'<a [^>]*aria-current="true"', dom)
    assert len(current) == 1
    assert f'href="#{part.split("-")[0]}"' in current[0]
    assert console == []  # neither an error of the script nor a breach of the policy


def test_nothing_is_asked_of_any_other_machine(report, listener, tmp_path):
    dom, _ = opened(report, "both", tmp_path)
    address, asked = listener
    assert address in unescape(dom)  # the name is there, as text
    assert asked == []
    assert "<title>1</title>" not in dom
    linked = re.findall(r'<[a-z][^>]*\s(?:src|href|action|data)="([^"]*)"', dom)
    assert linked
    assert all(each.startswith("#") for each in linked)
