"""The commands below `satupintu complaints` by which an operator decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings
from gateway.cli_delayed import complaints

if TYPE_CHECKING:
    from gateway.bulk import Choice

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
    not_there: NotThere = False,
    dry_run: DryRun = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Send parked complaints or answers on their way again.

    What may have arrived is looked for first; where nobody can tell, it is parked again until a person looked.
    """
    from gateway.bulk import Choice

    chosen = Choice(tuple(items or ()), everything, why, kind)
    _one_way(chosen.fault())
    if not_there:
        _one_way(_needs_why(chosen))
        others = chosen.kind != "complaint" or any(mark in item for item in chosen.items for mark in ".+~")
        _one_way("--not-there is of complaints" if others else "")
    call("complaints retry", settings(env_file), chosen, dry_run, not_there)


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
    _one_way(chosen.fault() or _needs_why(chosen))
    call("complaints close", settings(env_file), chosen, Closed(reason.strip(), not_there, quiet, dry_run))


@complaints.command("link")
def complaints_link(
    numbers: Annotated[
        list[str],
        typer.Argument(
            metavar="NUMBER… OTHER", help="Those that end, and last the one that goes on: its number is told."
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="All parked complaints end; needs --why, and OTHER.")
    ] = False,
    why: Why = "",
    not_there: NotThere = False,
    dry_run: DryRun = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """End complaints that tell of the same as another one: only that one is submitted."""
    from gateway.bulk import Choice

    *items, other = numbers
    chosen = Choice(tuple(items), everything, why, "complaint")
    fault = "say which ones, or --all --why, and last the other one" if chosen.fault() else _needs_why(chosen)
    _one_way(fault)
    call("complaints link", settings(env_file), chosen, other, not_there, dry_run)


@complaints.command("edit")
def complaints_edit(
    items: Annotated[list[str] | None, typer.Argument(metavar="NUMBER…", help="Our numbers, or ids.")] = None,
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
    everything: Annotated[bool, typer.Option("--all", help="All parked complaints; needs --why.")] = False,
    why: Why = "",
    dry_run: DryRun = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Change complaints before they are submitted; what is parked, `complaints retry` then sends on."""
    from gateway.bulk import Choice

    given = {"title": title, "note": note, "agency": agency, "place": place, "text": text}
    changes = {name: value.strip() for name, value in given.items() if value is not None}
    chosen = Choice(tuple(items or ()), everything, why, "complaint")
    _one_way(chosen.fault() or _needs_why(chosen))
    _one_way("" if changes else "say what: --title, --note, --agency, --place, --text")
    # Of each its own voice tells something else.
    _one_way("--text is of one complaint" if "text" in changes and (everything or len(chosen.items) > 1) else "")
    call("complaints edit", settings(env_file), chosen, changes, dry_run)


def _needs_why(chosen: Choice) -> str:
    """All that is parked, whatever for, is never meant."""
    return "--all needs --why here" if chosen.everything and not chosen.why else ""


def _one_way(fault: str) -> None:
    if fault:
        raise typer.BadParameter(fault)
