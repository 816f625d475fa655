"""`n2n cluster`: what grading on several machines needs."""

from pathlib import Path

import click

from grader.engine.batch import certificates


@click.group("cluster")
def cluster_command() -> None:
    """Grade on several machines of yours, with Dask."""


@cluster_command.command("certificates")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("workers", nargs=-1, required=True)
@click.option("--days", default=certificates.DAYS, show_default=True, type=click.IntRange(1, 3650))
def certificates_command(folder: Path, workers: tuple[str, ...], days: int) -> None:
    """Write one file for the scheduler, one for this machine (client) and one for each of WORKERS into FOLDER.

    Without one of them nothing connects, gets a hidden case or sends a result. With one a machine is trusted wholly:
    Dask lets it run code in the scheduler and here. Give each file to its machine alone, by a way that nobody reads
    (scp), and make all anew for another term.

    Example: n2n cluster certificates ~/cluster one two
    """
    try:
        made = certificates.make_certificates(folder, workers, days)
    except certificates.CertificateError as e:
        raise click.ClickException(str(e)) from None
    except OSError as e:
        raise click.ClickException(f"{e.filename or folder} cannot be written: {e.strerror}") from None
    client, scheduler, *others = made
    click.echo(f"{len(made)} files in {folder}, good for {days} days. Bring each to its machine, then there:")
    click.echo(f"  dask scheduler --host ADDRESS {' '.join(certificates.options(Path(scheduler.name)))}")
    for path in others:
        click.echo(f"  dask worker tls://ADDRESS:8786 {' '.join(certificates.options(Path(path.name)))}")
    click.echo("and here:")
    click.echo(f"  n2n autograde ASSIGNMENT --scheduler tls://ADDRESS:8786 --certificate {client}")
