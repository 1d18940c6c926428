"""Behind nginx with TLS, set up as docs/page.md says; where nginx and openssl are installed."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from factories import act
from partyday.page.limits import WRONG_OF_ADDRESS
from partyday.services import claims
from partyday.services.desk import Desk
from partyday.store.book import Store
from phones import Phone, serve

DOCUMENT = Path(__file__).parents[2] / "docs" / "page.md"

pytestmark = pytest.mark.slow  # another program is started

NAME = "qiandao.example.edu.cn"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as asked:
        return int(asked.getsockname()[1])


def configured(folder: Path, port: int, behind: str) -> Path:
    """The block of the document, with ports and files that a test may use."""
    (block,) = re.findall(r"```nginx\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    for said, used in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/qiandao": str(folder / "qiandao"),
        "http://127.0.0.1:8617": behind,
    }.items():
        assert said in block
        block = block.replace(said, used)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary}\n{block}\n}}\n",
        "utf-8",
    )
    return config


def test_phones_come_through_nginx_with_tls(pages_book: Store, tmp_path: Path) -> None:
    nginx, openssl = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("no nginx or no openssl: apt-get install nginx-light openssl")
    key, certificate = tmp_path / "qiandao.key", tmp_path / "qiandao.crt"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-subj", f"/CN={NAME}", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    with serve(pages_book, base=f"https://{NAME}") as page:
        proxy = subprocess.Popen(
            [nginx, "-c", str(configured(tmp_path, port, page.listens)), "-p", str(tmp_path)], stderr=subprocess.DEVNULL
        )
        try:
            _until_it_listens(port)
            trusts = ssl.create_default_context(cafile=str(certificate))
            own = {"X-Forwarded-For": "10.9.9.9", "Host": NAME}
            phone = Phone(f"https://127.0.0.1:{port}", trusts=trusts, extra=own)
            assert page.page.room().startswith(f"https://{NAME}/s/")
            room = phone.get(page.page.room())
            assert "Secure" in room.headers["set-cookie"]
            assert phone.post(room.action, session=room.hidden("session"), who="无此人", proof="0000").status == 403
            assert phone.post(room.action, session=room.hidden("session"), who="张三", proof="1234").status == 200
            shown = phone.get(page.links["李四"])
            assert phone.post(shown.action, said="深受教育").status == 200
            assert phone.send(room.action, b"x" * 40_000).status == 413
            # What the phone says of its own address does not count; what the proxy says of it does.
            left = [
                page.page.limits.left(f"wrong {address}", WRONG_OF_ADDRESS) for address in ("10.9.9.9", "127.0.0.1")
            ]
            assert left == [WRONG_OF_ADDRESS.most, WRONG_OF_ADDRESS.most - 1]
        finally:
            proxy.terminate()
            proxy.wait(10)
    store = Store(pages_book.place)
    assert [seen.person.name for seen in claims.waiting(Desk(store, act()), None)] == ["张三", "李四"]
    store.close()


def _until_it_listens(port: int) -> None:
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not listen")
