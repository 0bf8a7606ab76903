"""Run as a program by test_jobs_killed.py: a worker with a slow job, in a process that can be killed.

python slow_work.py HOME order STEPS     order the job
python slow_work.py HOME work            work until SIGTERM
python slow_work.py HOME mail N          put N mails in the outbox
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from frirum.web.home import start_django

start_django(Path(sys.argv[1]))

from django.db import transaction  # noqa: E402

from frirum.web import registered  # noqa: E402
from frirum.web.jobs.actions import order_job  # noqa: E402
from frirum.web.jobs.context import JobContext  # noqa: E402
from frirum.web.jobs.worker import Worker  # noqa: E402
from frirum.web.mail.actions import queue_mail  # noqa: E402
from frirum.web.organisations.actions import make_organisation  # noqa: E402
from frirum.web.organisations.kinds import Kind  # noqa: E402
from frirum.web.registration import JobKind  # noqa: E402
from frirum.web.serving import stop_on_signals  # noqa: E402
from frirum.web.trail.actors import System  # noqa: E402

TESTS = System("tests", everything=True)
# Codes of municipalities that do not exist: one organisation per step is the work whose count must come out right.
FIRST_CODE = 900


def slow(context: JobContext) -> dict[str, int]:
    """One organisation per step, saved together with the checkpoint that says so."""
    steps = context.arguments["steps"]
    for step in range(context.checkpoint.get("done", 0), steps):
        with transaction.atomic():
            name = f"Trin {step}, proces {time.monotonic_ns()}"
            make_organisation(key=str(FIRST_CODE + step), kind=Kind.MUNICIPALITY, name=name, by=TESTS)
            context.save({"done": step + 1}, done=step + 1, total=steps)
        time.sleep(0.02)
        context.check()
    return {"steps": steps}


def main() -> None:
    kinds = registered.jobs() | {"test.slow": JobKind("test.slow", "Langsom", slow, max_attempts=100)}
    registered.jobs = lambda: kinds
    what = sys.argv[2]
    if what == "order":
        order_job(kind="test.slow", arguments={"steps": int(sys.argv[3])}, organisation="820", by=TESTS)
    elif what == "mail":
        for number in range(int(sys.argv[3])):
            address = f"modtager{number}@eksempel.dk"
            queue_mail(once_key=f"n:{number}", address=address, subject="Prøve", body="Hej", by=TESTS)
    else:
        worker = Worker()
        stop_on_signals(worker.stop)
        worker.run()


main()
