"""`python -m tests.compared` asks the real libraries again and compares; `--write` keeps what they say."""

from importlib import import_module

import click
import numpy as np

from tests.compared import HERE, TOPICS, Answers, answers, text


def differences(found: Answers, kept: Answers) -> list[str]:
    """The names whose numbers are not the kept ones. Rounding may differ between processors, in the last digits."""
    names = [n for n in found.keys() | kept.keys() if n not in found or n not in kept]
    for name in found.keys() & kept.keys():
        a, b = np.asarray(found[name]), kept[name]
        same = a.shape == b.shape and (
            np.array_equal(a, b) if a.dtype.kind in "US" else np.allclose(a, b, rtol=1e-7, atol=1e-9)
        )
        names += [] if same else [name]
    return sorted(names)


@click.command()
@click.option("--write", is_flag=True, help="Keep what the libraries say.")
def main(write: bool) -> None:
    """Compare the kept numbers with the libraries' (extra: compare), or keep them anew."""
    wrong = []
    for topic in TOPICS:
        found = {name: np.asarray(v) for name, v in import_module(f"tests.compared.{topic}").ask().items()}
        if write:
            (HERE / f"{topic}.json").write_text(text(found), "utf8")
        else:
            wrong += [f"{topic}: {name}" for name in differences(found, answers(topic))]
        click.echo(f"{topic}: {len(found)} arrays")
    if wrong:
        raise click.ClickException("the libraries say something else:\n  " + "\n  ".join(wrong))


if __name__ == "__main__":
    main()
