"""Commands of an installation: init, run, serve, worker, verify."""

from __future__ import annotations

import errno
import json
import os
import socket
from pathlib import Path
from typing import Any

import click

from frirum.cli.output import emit, invocation
from frirum.core.errors import UsageError
from frirum.core.language import gettext as _
from frirum.core.report.files import write_atomically
from frirum.web.home import Home, start_django

EXIT_TAMPERED = 4
LOCAL = "127.0.0.1"


@click.command()
@click.option("--demo", is_flag=True, help="also make organisations, accounts and data to try with")
@click.option(
    "--administrator", metavar="EMAIL", help="also open the first account, with a password to print"
)
@click.option("--municipality", metavar="CODE", help="the municipality that the administrator looks after")
def init(demo: bool, administrator: str | None, municipality: str | None) -> None:
    """Make the home folder ready: keys, databases, translations, static files, the shipped catalogue."""
    from frirum.web.installation import prepare

    home = Home(invocation().require_home())
    if (administrator is None) != (municipality is None):
        raise UsageError(_("--administrator og --municipality hører sammen."))
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        click.echo(line, err=True)

    prepare(home, demonstration=demo, say=say)
    document: dict[str, Any] = {"home": str(home.path), "done": lines, "accounts": _accounts()}
    if administrator is not None and municipality is not None:
        from frirum.web.organisations.first import open_first_account

        document["administrator"] = {
            "email": administrator,
            "password": open_first_account(email=administrator, code=municipality),
        }
        say(_("Adgangskode til {email}: {password}").format(**document["administrator"]))
    emit(document, lambda: "\n".join([_("Klar i {home}").format(home=home.path), *_account_lines()]))


def _accounts() -> list[dict[str, str]]:
    from dataclasses import asdict

    from frirum.web.organisations.demonstration import accounts

    return [asdict(account) for account in accounts()]


def _account_lines() -> list[str]:
    found = _accounts()
    if not found:
        return []
    width = max(len(account["role"]) for account in found)
    return [
        "",
        _("Konti til demonstration (personerne findes ikke):"),
        *(f"  {a['role']:<{width}}  {a['email']:<40} {a['password']}   {a['organisation']}" for a in found),
        "",
    ]


def _with_address(command: Any) -> Any:
    for option in (
        click.option("--host", default=LOCAL, show_default=True, help="address to listen on"),
        click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="port"),
    ):
        command = option(command)
    return command


@click.command()
@_with_address
@click.option("--open", "open_browser", is_flag=True, help="open the site in the browser")
@click.option(
    "--web-processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="processes that serve the site (not on Windows)",
)
def run(host: str, port: int, open_browser: bool, web_processes: int) -> None:
    """Serve the site and work in the background, until Ctrl-C. One process to start, the others under it."""
    from frirum.web.supervision import children, supervise

    place = invocation().require_home()
    port = _free_port(host, port)
    told = _follow_address(host, port)
    home = start_django(place)
    address = f"http://{_in_address(host)}:{port}/"
    click.echo("\n".join([*_account_lines(), _("Frirum er på {address}").format(address=address)]), err=True)
    if told:
        click.echo(told, err=True)
    click.echo(_("Stop med Ctrl-C."), err=True)
    if open_browser:
        _open_when_ready(host, port, address)
    supervise(children(home.path, host, port, web_processes=web_processes))


_PUBLIC_URL = "FRIRUM_PUBLIC_URL"
_ANY_ADDRESS = {"0.0.0.0": LOCAL, "::": LOCAL, "": LOCAL}


def _in_address(host: str) -> str:
    """The host as it stands in an address that a browser on this machine can open."""
    found = _ANY_ADDRESS.get(host, host)
    return f"[{found}]" if ":" in found else found


def _follow_address(host: str, port: int) -> str:
    """Let links in mail and calendars lead to where the site listens; what to say where its address was not named."""
    if os.environ.get(_PUBLIC_URL):
        return ""
    os.environ[_PUBLIC_URL] = f"http://{_in_address(host)}:{port}"
    return _said_of_address(os.environ[_PUBLIC_URL])


def _said_of_address(address: str) -> str:
    return _(
        "FRIRUM_PUBLIC_URL er ikke sat: links i mail og kalender fører til {address}. Sæt den til den adresse, "
        "brugerne åbner."
    ).format(address=address)


def _free_port(host: str, port: int) -> int:
    """The port, refused in words where another program has it; 0 asks for any that is free."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except OSError as taken:
        if taken.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        raise UsageError(
            _("Der kan ikke lyttes på {host}, port {port}.").format(host=host, port=port),
            remedy=_("Vælg en anden med --port, eller stop det program, der bruger den."),
        ) from taken


def _open_when_ready(host: str, port: int, address: str) -> None:
    import threading
    import time
    import webbrowser

    def wait_and_open() -> None:
        for _attempt in range(200):
            try:
                socket.create_connection((host, port), timeout=1).close()
            except OSError:
                time.sleep(0.2)
                continue
            webbrowser.open(address)
            return

    threading.Thread(target=wait_and_open, daemon=True).start()


@click.command()
@_with_address
def serve(host: str, port: int) -> None:
    """Serve the site only; the worker is a service of its own."""
    from frirum.web.serving import SHARED_SOCKETS
    from frirum.web.serving import serve as serve_site

    place = invocation().require_home()
    free = port if os.environ.get(SHARED_SOCKETS) else _free_port(host, port)
    if told := _follow_address(host, free):
        click.echo(told, err=True)
    start_django(place)
    serve_site(host, free)


@click.command()
@click.option("--once", is_flag=True, help="do what is due now, and end")
@click.option("--small-only", is_flag=True, help="leave jobs that take minutes to another worker")
def worker(once: bool, small_only: bool) -> None:
    """Run background jobs, send mail and do what is due each minute."""
    named = os.environ.get(_PUBLIC_URL)
    start_django(invocation().require_home())
    if not named:
        from django.conf import settings

        click.echo(_said_of_address(settings.PUBLIC_URL), err=True)
    from frirum.web.jobs.worker import Worker
    from frirum.web.serving import leave_with_parent, stop_on_signals

    working = Worker(small_only=small_only)
    stop_on_signals(working.stop)
    leave_with_parent(working.stop)
    if not once:
        working.run()
        return
    while working.work_once():
        pass


@click.command()
@click.argument("archive", required=False, type=click.Path(path_type=Path))
@click.option(
    "--receipt", "receipts", multiple=True, type=click.Path(path_type=Path), help="compare with a receipt"
)
@click.option(
    "--write-receipt",
    type=click.Path(path_type=Path),
    help="write a receipt, to keep elsewhere",
)
@click.option(
    "--result",
    "results",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A folder that frirum evaluate --out wrote, to make a document on its runs again.",
)
@click.option("--synthetic", is_flag=True, help="The results are of made-up people.")
def verify(
    archive: Path | None,
    receipts: tuple[Path, ...],
    write_receipt: Path | None,
    results: tuple[Path, ...],
    *,
    synthetic: bool,
) -> int:
    """Find out whether anything was changed behind the system's back: in the home, in an ARCHIVE of one, or in a
    document that Frirum wrote (HTML, DOCX or PDF).

    Exit code 4 if so.
    """
    is_document = archive is not None and _looks_like_a_document(archive)
    if (results or synthetic) and not is_document:
        raise UsageError(
            _("--result og --synthetic hører til et dokument."), remedy=_("Angiv dokumentets fil.")
        )
    if archive is not None and is_document:
        from frirum.cli.verify_document import verify_document

        whole = verify_document(
            archive, with_receipt=bool(receipts or write_receipt), results=results, synthetic=synthetic
        )
        return 0 if whole else EXIT_TAMPERED
    if archive is not None:
        return _verify_archive(archive, with_receipt=bool(receipts or write_receipt))
    start_django(invocation().require_home())
    from frirum.web.trail.receipts import compare, make_receipt, read_receipt
    from frirum.web.trail.verification import verify as verify_installation

    # Read first, so that a wrong file is refused before the long work.
    known = [read_receipt(path) for path in receipts]
    faults = verify_installation()
    for receipt in known:
        faults.extend(compare(receipt))
    document = {"ok": not faults, "faults": [fault.as_dict() for fault in faults]}
    if write_receipt is not None and not faults:
        text = json.dumps(make_receipt().as_dict(), indent=1)
        write_atomically(write_receipt, (text + "\n").encode())
    emit(document, lambda: _verdict(faults, _("Intet er ændret uden om systemet.")))
    return EXIT_TAMPERED if faults else 0


def _looks_like_a_document(path: Path) -> bool:
    from frirum.core.documents.archive import is_document_archive
    from frirum.core.documents.reading_back import is_document_file

    return is_document_file(path) or is_document_archive(path)


def _verify_archive(archive: Path, *, with_receipt: bool) -> int:
    from frirum.cli.progress import ByteProgress
    from frirum.web.keeping.archive import check_archive

    if with_receipt:
        raise UsageError(
            _("En kvittering holdes op mod en installation, ikke mod et arkiv."),
            remedy=_("Hent arkivet tilbage med frirum restore, og kør frirum verify --receipt på det."),
        )
    faults = check_archive(archive, ByteProgress(_("Efterser")))
    document = {"ok": not faults, "faults": [fault.as_dict() for fault in faults]}
    emit(document, lambda: _verdict(faults, _("Arkivet er, som det blev skrevet.")))
    return EXIT_TAMPERED if faults else 0


def _verdict(faults: list[Any], when_none: str) -> str:
    if not faults:
        return when_none
    lines = [": ".join(filter(None, (one.zone, one.place, one.message))) for one in faults]
    return "\n".join([_("{n} fejl fundet:").format(n=len(faults)), *lines])
