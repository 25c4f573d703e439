"""Messages elsewhere: asked for, once, to no private network, and nothing said about anybody."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.conftest import _connect, _getaddrinfo
from tests.web.conftest import Cast
from tests.web.test_notify import MONDAY
from tests.web.test_notify import letterbox as letterbox_of_notify  # noqa: F401  a fixture
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture
from tests.web.test_team import promise, text

from fairlead.errors import InputError
from fairlead.web.jobs import services as jobs
from fairlead.web.jobs.models import Job
from fairlead.web.notify import services
from fairlead.web.notify.models import Delivery, Hook
from fairlead.web.notify.services import dialling, hooks


class Elsewhere:
    """Another system on this machine: what it was sent, and what it answers next."""

    def __init__(self) -> None:
        self.port = 0
        self.got: list[Any] = []
        self.answers: list[int] = []
        self.to = ""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/services/T0/secret-word?x=1"


def certificate(place: Path) -> Path:
    """Write a certificate of this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(*kinds, serialization.NoEncryption())
    path = place / "both.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_of: Any
) -> Iterator[Elsewhere]:
    """A server of https on this machine, and leave to dial it and nothing else."""
    there = Elsewhere()

    class Told(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.got.append((self.path, json.loads(body)))
            self.send_response(there.answers.pop(0) if there.answers else 200)
            self.send_header("Location", there.to)
            self.end_headers()

        def log_message(self, *_told: Any) -> None:
            return

    def only_here(own: socket.socket, address: Any) -> None:
        assert address[0] in {"127.0.0.1", "::1"}, address
        _connect(own, address)

    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    there.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(socket.socket, "connect", only_here)
    monkeypatch.setattr(socket, "getaddrinfo", _getaddrinfo)
    settings_of(WEBHOOKS="private")
    yield there
    server.shutdown()
    server.server_close()


def gives(cast: Cast, who: str, address: str) -> int:
    """Ben wants to be told elsewhere, by the clocks of Berlin."""
    wish = {"zone": "Europe/Berlin", "hour": 7, "quiet_from": 19, "quiet_to": 7}
    assert cast.client(who).post("/notify/", wish).status_code == 302, "no mail"
    return int(cast.client(who).post("/notify/address/", {"address": address}).status_code)


def work(at: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look what is due and do the jobs of an instant."""
    hooks.queue_due(at)
    handler = jobs._HANDLERS[hooks.SEND]
    assert handler is not None
    monkeypatch.setitem(jobs._HANDLERS, hooks.SEND, lambda p, _tell: hooks.deliver(lambda: at, p))
    while jobs.work_once(lambda: at) is not None:
        pass


def test_a_message_goes_once_and_says_nothing_about_anybody(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    work(MONDAY, monkeypatch)
    assert not elsewhere.got, "nobody asked"
    assert gives(cast, "ben", elsewhere.address) == 302
    for minutes in range(-20, 400, 7):
        work(MONDAY + dt.timedelta(minutes=minutes), monkeypatch)
    ((path, said),) = elsewhere.got
    assert path == "/services/T0/secret-word?x=1"
    assert set(said) == {"text"}
    assert said["text"].startswith("Your week in Fairlead: http")
    for word in ("Ben", "Gil", "1", "late", "helps"):
        assert word not in said["text"].split(": ")[0]
    work(MONDAY + dt.timedelta(days=7), monkeypatch)
    assert len(elsewhere.got) == 2, "and again next week"
    assert "Last settled" in text(cast.client("ben").get("/notify/"))


def test_who_has_nothing_to_be_told_gets_none(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "lines_of", lambda *_all: [])
    gives(cast, "ben", elsewhere.address)
    work(MONDAY, monkeypatch)
    assert not elsewhere.got
    monkeypatch.undo()
    gives(cast, "gil", elsewhere.address)
    cast.accounts["gil"].is_active = False
    cast.accounts["gil"].save()
    hooks.queue_due(MONDAY)
    assert not Job.objects.filter(kind=hooks.SEND).exists()


def test_who_says_come_back_is_asked_again_and_who_may_have_it_is_not(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    gives(cast, "ben", elsewhere.address)
    elsewhere.answers = [503, 429]
    work(MONDAY, monkeypatch)
    assert len(elsewhere.got) == 1
    assert "it answered 503; it is tried again" in text(cast.client("ben").get("/notify/"))
    work(MONDAY + dt.timedelta(seconds=59), monkeypatch)
    assert len(elsewhere.got) == 1, "not before its time"
    work(MONDAY + dt.timedelta(seconds=61), monkeypatch)
    work(MONDAY + dt.timedelta(seconds=400), monkeypatch)
    assert len(elsewhere.got) == 3
    assert Delivery.objects.get().state == "sent"
    elsewhere.answers = [500]
    work(MONDAY + dt.timedelta(days=7), monkeypatch)
    work(MONDAY + dt.timedelta(days=7, hours=1), monkeypatch)
    assert len(elsewhere.got) == 4, "a server that broke may have it"
    assert "it answered 500" in text(cast.client("ben").get("/notify/"))


def test_nobody_reached_is_given_up_at_last(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    gives(cast, "ben", elsewhere.address)
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        closed = asked.getsockname()[1]
    gives(cast, "ben", f"https://localhost:{closed}/x")
    for minutes in range(0, 600, 5):
        work(MONDAY + dt.timedelta(minutes=minutes), monkeypatch)
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.told) == ("failed", 5, "it cannot be reached")


def test_a_killed_worker_never_sends_twice(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    gives(cast, "ben", elsewhere.address)
    real = hooks.post

    def killed(*told: Any, **more: Any) -> None:
        real(*told, **more)
        raise SystemExit

    with monkeypatch.context() as until:
        until.setattr(hooks, "post", killed)
        with pytest.raises(SystemExit):
            work(MONDAY, until)
    assert len(elsewhere.got) == 1
    work(MONDAY + dt.timedelta(minutes=5), monkeypatch)
    assert len(elsewhere.got) == 1
    assert Delivery.objects.get().state == "taken"


def test_where_a_server_sends_on_to_nothing_goes(elsewhere: Elsewhere) -> None:
    elsewhere.answers, elsewhere.to = [307], elsewhere.address
    with pytest.raises(dialling.FailedError, match="307"):
        dialling.post(elsewhere.address, b"{}", private=True)
    assert len(elsewhere.got) == 1


def test_a_server_nobody_vouches_for_gets_nothing(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(dialling.NotTakenError, match="certificate"):
        dialling.post(elsewhere.address, b"{}", private=True)
    assert not elsewhere.got


def test_who_never_answers_holds_nobody_up(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialling, "MOST_S", 0.4)
    held = threading.Event()
    monkeypatch.setattr(dialling._Dialled, "getresponse", _slow(held))
    with pytest.raises(dialling.FailedError, match="may have arrived"):
        dialling.post(elsewhere.address, b"{}", private=True)
    assert held.is_set()


def _slow(held: threading.Event) -> Any:
    """Wait for an answer that never comes, until somebody cuts the line."""

    def answer(line: Any) -> Any:
        held.set()
        line.sock.settimeout(5)
        while line.sock.recv(1000):
            pass
        raise OSError("cut")

    return answer


def test_a_private_network_is_not_dialled(
    cast: Cast, elsewhere: Elsewhere, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_of(WEBHOOKS="public")
    with pytest.raises(dialling.FailedError, match="private"):
        dialling.post(elsewhere.address, b"{}", private=False)
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    gives(cast, "ben", elsewhere.address)
    work(MONDAY, monkeypatch)
    assert not elsewhere.got
    assert "private network" in text(cast.client("ben").get("/notify/"))


@pytest.mark.parametrize(
    ("ip", "public", "private"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.0.9", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("64:ff9b::a00:1", False, True),
        ("2002:a00:1::", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),  # noqa: S104  not listened at
        ("224.0.0.1", False, False),
    ],
)
def test_which_network_addresses_are_dialled(ip: str, public: bool, private: bool) -> None:
    assert dialling.is_allowed(ip, private=False) is public
    assert dialling.is_allowed(ip, private=True) is private


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x",
        "https://",
        "ftp://a",
        "x",
        "https://a:b@c/",
        "https://h:99999/",
        "https://ü.example/",
    ],
)
def test_only_whole_https_addresses_are_taken(address: str, cast: Cast) -> None:
    with pytest.raises(InputError):
        dialling.parts_of(address)
    assert gives(cast, "ben", address) == 422
    assert not Hook.objects.exists()


def test_an_address_is_sealed_and_shown_to_nobody(cast: Cast) -> None:
    link = "https://hooks.example.com/services/T0/secret-word"
    assert gives(cast, "ben", link) == 302
    kept = Hook.objects.get()
    assert "secret-word" not in kept.sealed
    told = text(cast.client("ben").get("/notify/"))
    assert "hooks.example.com" in told
    assert "secret-word" not in told
    ben = cast.people["ben"].pk
    held = services.held_about(ben)
    assert held["messages_go_to"][0]["host"] == "hooks.example.com"
    assert "secret-word" not in str(held)
    services.forget(ben)
    assert not Hook.objects.exists()
    assert cast.client("eve").post("/notify/address/", {"address": link}).status_code == 404


def test_the_company_is_told_where_ops_says_until_they_end_it(
    cast: Cast, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    ops = cast.client("ops")
    assert "A message for the whole company" in text(ops.get("/notify/"))
    for who in ("ada", "ben", "admin", "eve"):
        asked = cast.client(who).post("/notify/company/", {"address": elsewhere.address})
        assert asked.status_code == 404
    assert ops.post("/notify/company/", {"address": elsewhere.address}).status_code == 302
    for hour in range(24):
        work(MONDAY + dt.timedelta(hours=hour), monkeypatch)
    assert len(elsewhere.got) == 1
    ops.post("/notify/company/", {"gone": "yes"})
    for hour in range(24):
        work(MONDAY + dt.timedelta(days=7, hours=hour), monkeypatch)
    assert len(elsewhere.got) == 1


def test_one_word_turns_all_of_it_off(
    cast: Cast, elsewhere: Elsewhere, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    gives(cast, "ben", elsewhere.address)
    settings_of(WEBHOOKS="off")
    work(MONDAY, monkeypatch)
    assert not elsewhere.got
    assert gives(cast, "gil", elsewhere.address) == 422
