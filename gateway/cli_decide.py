"""The commands below `satupintu complaints` by which an operator decides."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings
from gateway.cli_delayed import complaints

__all__ = ["complaints"]

Why = Annotated[str, typer.Option(help="With --all: only what is parked for a reason with these words in it.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
NotThere = Annotated[
    bool, typer.Option("--not-there", help="A person looked: the central system does not hold it, whatever was tried.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Nobody is told: for what nobody waits for.")]


@complaints.command("retry")
def complaints_retry(
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help="As `complaints parked` prints them; of complaints also their numbers."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are parked.")] = False,
    why: Why = "",
    kind: Annotated[
        str, typer.Option(help="With --all: complaint, answer, supplement, act or any.", metavar="KIND")
    ] = "complaint",
    dry_run: DryRun = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Send parked complaints or answers on their way again."""
    from gateway.bulk import Choice

    chosen = Choice(tuple(items or ()), everything, why, kind)
    _one_way(chosen.fault())
    call("complaints retry", settings(env_file), chosen, dry_run)


@complaints.command("close")
def complaints_close(
    reason: Annotated[str, typer.Option(help="Why it is not passed on; without anybody's data.")],
    items: Annotated[list[str] | None, typer.Argument(metavar="NUMBER…", help="Our numbers, or ids.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All parked complaints; needs --why.")] = False,
    why: Why = "",
    not_there: NotThere = False,
    quiet: Quiet = False,
    dry_run: DryRun = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """End complaints that were not submitted: they never are, and who sent them is told so."""
    from gateway.bulk import Choice
    from gateway.decide_cli import Closed

    chosen = Choice(tuple(items or ()), everything, why, "complaint")
    _one_way("close what? --all needs --why" if everything and not why else chosen.fault())
    call("complaints close", settings(env_file), chosen, Closed(reason.strip(), not_there, quiet, dry_run))


@complaints.command("link")
def complaints_link(
    number: Annotated[str, typer.Argument(help="The one that ends.")],
    other: Annotated[str, typer.Argument(help="The one that goes on; its number is told.")],
    not_there: NotThere = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """End a complaint that tells of the same as another one: only that one is submitted."""
    call("complaints link", settings(env_file), number, other, not_there)


@complaints.command("edit")
def complaints_edit(
    number: Annotated[str, typer.Argument(help="Our number, or its id.")],
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    note: Annotated[
        str | None,
        typer.Option(help="An operator's note below it, instead of an earlier one; the citizen's words stay."),
    ] = None,
    agency: Annotated[str | None, typer.Option(help="Whom it concerns.")] = None,
    place: Annotated[str | None, typer.Option(help="What the place of its pin is called.")] = None,
    text: Annotated[
        str | None, typer.Option(help="What its voice note or picture tells: of one that waits to be written down.")
    ] = None,
    env_file: EnvFile = DOTENV,
) -> None:
    """Change a complaint before it is submitted; where it is parked, `complaints retry` then sends it on."""
    given = {"title": title, "note": note, "agency": agency, "place": place, "text": text}
    changes = {name: value.strip() for name, value in given.items() if value is not None}
    _one_way("" if changes else "say what: --title, --note, --agency, --place, --text")
    call("complaints edit", settings(env_file), number, changes)


def _one_way(fault: str) -> None:
    if fault:
        raise typer.BadParameter(fault)
