"""Real processes, really killed: what was saved is saved once, and the work goes on."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("slow_work.py")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("FRIRUM_", "DJANGO_"))}
PATIENCE = 60.0
# The worker orders jobs of its own by the clock (the mail of a weekday morning); only ours is looked at.
OURS = "FROM jobs_job WHERE kind = 'test.slow'"


def frirum(home: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "frirum", "--home", str(home), *arguments]
    return subprocess.run(
        command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared") / "home"
    made = frirum(home, "init")
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def ask(home: Path, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(home / "casework.sqlite3", timeout=20)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.02)


class Processes:
    """Starts programs and ends what is left of them."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *command], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.started.append(process)
        return process


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes()
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
        process.wait()


def run_program(home: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, str(PROGRAM), str(home), *arguments], env=ENVIRONMENT, check=True, timeout=60
    )


def done_steps(home: Path) -> int:
    return int(ask(home, f"SELECT done {OURS}")[0][0])


def test_a_job_killed_again_and_again_does_each_step_once(home: Path, processes: Processes) -> None:
    steps = 24
    run_program(home, "order", str(steps))
    for kill_after in (5, 12):
        worker = processes.start(str(PROGRAM), str(home), "work")
        wait_until(lambda enough=kill_after: done_steps(home) >= enough, "the job had come further")
        worker.kill()
        worker.wait()
        [(state, done)] = ask(home, f"SELECT state, done {OURS}")
        assert state == "running", "killed in the middle"
        assert done < steps
        assert len(ask(home, "SELECT key FROM organisations_organisation")) == done, (
            "work and checkpoint agree"
        )
    worker = processes.start(str(PROGRAM), str(home), "work")
    wait_until(lambda: ask(home, f"SELECT state {OURS}") == [("done",)], "the job was done")
    worker.terminate()
    assert worker.wait(timeout=PATIENCE) == 0
    assert len(ask(home, "SELECT key FROM organisations_organisation")) == steps
    assert ask(home, f"SELECT attempts {OURS}") == [(3,)]
    assert frirum(home, "verify").returncode == 0


def test_a_worker_told_to_stop_puts_its_job_back(home: Path, processes: Processes) -> None:
    run_program(home, "order", "100")
    worker = processes.start(str(PROGRAM), str(home), "work")
    wait_until(lambda: done_steps(home) >= 3, "the job had begun")
    worker.terminate()
    assert worker.wait(timeout=PATIENCE) == 0
    assert ask(home, f"SELECT state, attempts {OURS}") == [("queued", 0)]


def test_mail_killed_in_the_middle_is_sent_once_each(home: Path, processes: Processes) -> None:
    total = 24
    run_program(home, "mail", str(total))
    worker = processes.start(str(PROGRAM), str(home), "work")
    wait_until(lambda: len(list((home / "mail").glob("*.eml"))) >= 6, "some mail was sent")
    worker.kill()
    worker.wait()
    # The mail that was claimed when the kill came is free after two minutes; the test does not wait for them.
    claimed = sqlite3.connect(home / "casework.sqlite3", timeout=20)
    with claimed:
        claimed.execute("UPDATE mail_outboxmail SET try_after = created_at WHERE state = 'waiting'")
    claimed.close()
    processes.start(str(PROGRAM), str(home), "work")
    everything = [("sent", total)]
    wait_until(
        lambda: ask(home, "SELECT state, count(*) FROM mail_outboxmail GROUP BY state") == everything,
        "all mail was sent",
    )
    sent = [path.read_text(encoding="utf-8") for path in (home / "mail").glob("*.eml")]
    receivers = [next(line for line in text.splitlines() if line.startswith("To: ")) for text in sent]
    assert len(receivers) == len(set(receivers)) == total


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Name ("serve", "worker") -> process number of what `frirum run` started."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == process.pid:
            found |= {name: int(folder.name) for name in ("serve", "worker") if name.encode() in command}
    return found


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/log-ind/", timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes through /proc")
def test_run_starts_again_what_dies_and_ends_everything_when_told(home: Path, processes: Processes) -> None:
    port = free_port()
    parent = processes.start("-m", "frirum", "--home", str(home), "run", "--port", str(port))
    wait_until(lambda: answers(port), "the site answered")
    wait_until(lambda: len(children_of(parent)) == 2, "both processes ran")
    first = children_of(parent)
    for number in first.values():
        os.kill(number, signal.SIGKILL)
    wait_until(lambda: not answers(port), "the site was gone")
    wait_until(lambda: answers(port), "the site answered again")
    wait_until(lambda: len(children_of(parent)) == 2, "both processes ran again")
    second = children_of(parent)
    assert not set(first.values()) & set(second.values())
    parent.terminate()
    assert parent.wait(timeout=PATIENCE) == 0
    assert not any(is_alive(number) for number in second.values())


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes through /proc")
def test_the_children_do_not_outlive_a_killed_parent(home: Path, processes: Processes) -> None:
    port = free_port()
    parent = processes.start("-m", "frirum", "--home", str(home), "run", "--port", str(port))
    wait_until(lambda: answers(port), "the site answered")
    children = children_of(parent)
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_alive(number) for number in children.values()), "the children had left")


def test_a_port_in_use_is_said_plainly(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = frirum(home, "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "Der kan ikke lyttes" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_verify_raises_no_false_alarm_while_others_write(home: Path, processes: Processes) -> None:
    """Each zone is read as it stood at one moment."""
    writer = processes.start(str(PROGRAM), str(home), "mail", "20000")
    wait_until(lambda: ask(home, "SELECT count(*) FROM mail_outboxmail")[0][0] > 5, "the first mails")
    found = frirum(home, "verify")
    assert writer.poll() is None, "the writer had ended before verify had"
    assert (found.returncode, found.stdout.strip()) == (0, "Intet er ændret uden om systemet.")
