"""Signing in with the company's own account: who was invited comes in, nobody else."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.missing import missing

TALK = """
import base64, http.server, json, sys, threading, time, urllib.parse
import django
django.setup()
import jwt
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", interactive=False, verbosity=0)
from fairlead.web.people.models import Grant, User
from fairlead.web.people.services import set_active, set_password

SAYS, SEEN = {}, {}

class Company(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass
    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if "well-known" in self.path:
            self.answer({"issuer": HERE, "authorization_endpoint": HERE + "/authorize",
                "token_endpoint": HERE + "/token", "userinfo_endpoint": HERE + "/who",
                "jwks_uri": HERE + "/keys"})
        else:
            SEEN["token"] = self.headers["Authorization"]
            self.answer(SAYS)
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        SEEN["asked"] = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
        now = int(time.time())
        claims = SAYS | {"iss": HERE, "aud": "fairlead", "iat": now, "exp": now + 60}
        word = jwt.encode(claims, "x" * 32, algorithm="HS256")
        self.answer({"access_token": "a-word", "token_type": "Bearer", "id_token": word})

HERE = settings.OIDC_SERVER
port = int(HERE.rsplit(":", 1)[1])
server = http.server.ThreadingHTTPServer(("localhost", port), Company)
threading.Thread(target=server.serve_forever, daemon=True).start()

def come(says, next="/me/"):
    SAYS.clear()
    SAYS.update(says)
    browser = Client(HTTP_HOST="localhost", raise_request_exception=False)
    page = browser.get("/account/login/", {"next": next})
    asked = browser.post("/account/with/company/login/", {"next": next})
    told = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(asked["Location"]).query))
    back = browser.get("/account/with/company/login/callback/",
                       {"code": "a-code", "state": told.get("state", "")})
    inside = browser.get("/me/")
    return {
        "page": "Sign in with Buero GmbH" in page.content.decode(),
        "policy": page["Content-Security-Policy"],
        "to": asked["Location"], "challenge": told.get("code_challenge", ""),
        "status": back.status_code, "location": back.get("Location", ""), "in": inside.status_code,
        "says": back.content.decode()[:4000] if back.status_code == 200 else "",
    }

cleo = User.objects.make("cleo@x.example")
set_password(cleo, "a long word nobody knows")
Grant.objects.create(user=cleo, role="ops")
Grant.objects.create(user=User.objects.make("root@x.example"), role="admin")
right = {"sub": "1", "email": "Cleo@x.example", "email_verified": True, "name": "Cleo"}
told = {"invited": come(right), "verifier": SEEN["asked"].get("code_verifier", ""),
        "stranger": come(right | {"sub": "2", "email": "eve@y.example"}),
        "unverified": come(right | {"sub": "3", "email_verified": False}),
        "elsewhere": come(right, "https://evil.example/")}
told["signup"] = Client(HTTP_HOST="localhost").get("/account/with/signup/").status_code
told["connections"] = Client(HTTP_HOST="localhost").get("/account/with/").status_code
forged = Client(HTTP_HOST="localhost")
forged.get("/account/with/company/login/callback/", {"code": "a-code", "state": "made up"})
told["forged"] = forged.get("/me/").status_code
told["password"] = Client(HTTP_HOST="localhost").post("/account/login/",
    {"login": "cleo@x.example", "password": "a long word nobody knows"}).status_code
set_active(cleo, active=False)
told["disabled"] = come(right)
told["accounts"] = User.objects.count()
server.shutdown()
server.server_close()
gone = Client(HTTP_HOST="localhost").post("/account/with/company/login/")
told["gone"] = [gone.status_code, gone.content.decode()]
print(json.dumps(told))
"""


def test_who_was_invited_comes_in_with_the_companys_account(odd_path: Path) -> None:
    for library in ("oauthlib", "jwt"):
        if importlib.util.find_spec(library) is None:
            missing(f"{library} is not installed: the company's own sign-in was not tried")
    from tests.journeys.conftest import free_port

    server = f"http://localhost:{free_port()}"
    env = {
        **os.environ,
        "FAIRLEAD_WORKSPACE": str(odd_path),
        "FAIRLEAD_KEY_FILE": str(odd_path / "key"),
        "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
        "FAIRLEAD_OIDC_SERVER": server,
        "FAIRLEAD_OIDC_CLIENT": "fairlead",
        "FAIRLEAD_OIDC_SECRET": "a secret of this test",
        "FAIRLEAD_OIDC_NAME": "Buero GmbH",
        "NO_PROXY": "localhost",
    }
    done = subprocess.run(
        [sys.executable, "-c", TALK], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    invited = told["invited"]
    assert invited["page"]
    assert f"form-action 'self' {server}" in invited["policy"], "a browser would stop the form"
    assert invited["to"].startswith(f"{server}/authorize?")
    assert invited["challenge"], "PKCE"
    assert told["verifier"]
    assert (invited["location"], invited["in"]) == ("/me/", 200)
    for who in ("stranger", "unverified", "disabled"):
        assert told[who]["in"] == 302, who
    assert told["elsewhere"]["location"] == "/", "nobody is sent elsewhere"
    assert told["signup"] == told["connections"] == 404
    assert told["forged"] == 302
    assert told["accounts"] == 2, "no account was made"
    assert told["password"] == 200, "whoever chose the password never showed it is their address"
    assert told["gone"][0] == 503
    assert "cannot be reached" in told["gone"][1]


@pytest.mark.parametrize("place", ["/account/with/company/login/", "/account/with/"])
def test_without_it_there_is_no_such_address(place: str) -> None:
    from tests.web.conftest import browser_of_nobody

    assert browser_of_nobody().get(place).status_code == 404
