"""`n2n cluster`: what grading on several machines needs."""

from pathlib import Path

import click

from grader.engine.batch import certificates
from grader.words import Refusal, reason, say
from n2n.commands import group


@group("cluster")
def cluster_command() -> None:
    """Grade on several machines of yours, with Dask."""


@cluster_command.command("certificates")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("workers", nargs=-1, required=True)
@click.option("--days", default=certificates.DAYS, show_default=True, type=click.IntRange(1, 3650))
def certificates_command(folder: Path, workers: tuple[str, ...], days: int) -> None:
    """Write one file for the scheduler, one for this machine (client) and one for each of WORKERS into FOLDER."""
    try:
        made = certificates.make_certificates(folder, workers, days)
    except OSError as e:
        raise Refusal("program.unwritable", path=e.filename or folder, what=reason(e)) from None
    client, scheduler, *others = made
    click.echo(say("certificates.made", n=len(made), path=folder, days=days))
    click.echo(f"  dask scheduler --host ADDRESS {' '.join(certificates.options(Path(scheduler.name)))}")
    for path in others:
        click.echo(f"  dask worker tls://ADDRESS:8786 {' '.join(certificates.options(Path(path.name)))}")
    click.echo(say("certificates.here"))
    click.echo(f"  n2n autograde ASSIGNMENT --scheduler tls://ADDRESS:8786 --certificate {client}")
