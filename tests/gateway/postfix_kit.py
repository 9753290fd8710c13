"""A Postfix of the test's own: its configuration, queue and log in one folder, ended by its process id.

https://www.postfix.org/master.8.html
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam

from real_clients import program

from gateway.ports import free_ports

# A scan of the queue that meets a mail whose deferral is just being noted ("skipped, still being delivered") puts it
# back into `incoming`, where the queue manager looks when its master wakes it: every 300 s unless told otherwise.
_WAKE_SECONDS = 1
# What must differ from a machine's own Postfix; what is tested stands before it.
_OWN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}/log
import_environment = MAIL_CONFIG={folder}/conf TZ=UTC
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.net
mydestination =
mynetworks = 127.0.0.0/8
local_recipient_maps =
alias_maps =
alias_database =
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
default_transport = discard:
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
address_verify_poll_delay = 1s
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n {wake} 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_QUEUES = (
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"
)  # fmt: skip


@dataclass(eq=False)
class Postfix:
    folder: Path
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def log(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in sorted((self.folder / "log").iterdir()))

    async def logged(self, words: str, times: int = 1, seconds: float = 20) -> None:
        """Until its log has these words so often; AssertionError with the log when it never has."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.log.count(words) < times:
            assert asyncio.get_running_loop().time() < deadline, f"never logged {words!r}:\n{self.log}"
            assert "fatal:" not in self.log, self.log
            await asyncio.sleep(0.05)

    def stop(self) -> None:
        """The master takes its children along."""
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder)


def configure(folder: Path, main: str, port: int = 0) -> Path:
    """Its configuration folder, with `main` as the operator wrote it."""
    conf = folder / "conf"
    conf.mkdir()
    (conf / "main.cf").write_text(_once(f"{main}\n{_OWN.format(folder=folder)}"))
    (conf / "master.cf").write_text(_MASTER.format(port=port or 25, wake=_WAKE_SECONDS))
    return conf


def _once(text: str) -> str:
    """Each setting once, the last that was given. Postfix warns of others, and when there are more than ten warnings
    while it starts, its log daemon waits for itself for ever."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return "".join(f"{line}\n" for line in {line.partition("=")[0].strip(): line for line in lines}.values())


def complaints(conf: Path) -> str:
    """What Postfix finds wrong in its configuration."""
    asked = subprocess.run(
        [program("postconf"), "-c", str(conf), "-n"], capture_output=True, text=True, timeout=30, check=False
    )
    return asked.stderr + (asked.stdout if asked.returncode else "")


def start(main: str) -> Postfix:
    """Postfix with these settings on a port of its own; nothing of it may be ready yet."""
    postconf = program("postconf", root=True)
    asked = subprocess.run([postconf, "-h", "-d", "daemon_directory"], capture_output=True, text=True, check=True)
    # Folders of pytest are too deep for sockets, and closed to other accounts.
    folder = Path(tempfile.mkdtemp(prefix="pf-"))
    folder.chmod(0o755)
    [port] = free_ports(1)
    conf = configure(folder, main, port)
    _queues(folder)
    with (folder / "log/master.log").open("wb") as said:
        master = subprocess.Popen(
            [f"{asked.stdout.strip()}/master", "-c", str(conf), "-s"],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            env={"PATH": os.environ["PATH"], "MAIL_CONFIG": str(conf)},
        )  # fmt: skip
    return Postfix(folder, port, master)


@asynccontextmanager
async def running(main: str) -> AsyncIterator[Postfix]:
    """Postfix with these settings, until the end of the block."""
    postfix = await asyncio.to_thread(start, main)
    try:
        await postfix.logged("daemon started")
        yield postfix
    finally:
        await asyncio.to_thread(postfix.stop)


def _queues(folder: Path) -> None:
    owner = getpwnam("postfix")
    for name in ("queue", "log"):
        (folder / name).mkdir()
    for name in (*_QUEUES, "public", "maildrop", "pid"):
        (folder / "queue" / name).mkdir(mode=0o710 if name == "public" else 0o700)
        if name != "pid":
            os.chown(folder / "queue" / name, owner.pw_uid, owner.pw_gid)
    (folder / "queue/pid").chmod(0o755)
    (folder / "data").mkdir(mode=0o700)
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
