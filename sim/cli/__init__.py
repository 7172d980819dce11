"""Define the commands of the command line.

Each command imports its modules when it is called, so the help appears quickly.
"""

from __future__ import annotations

import enum
import os
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering, be_stoppable, have_streams, speak_utf8
from sim.cli.area_commands import import_, template
from sim.cli.beginning import new
from sim.cli.describing import describe
from sim.cli.find_options import find
from sim.cli.fit_options import fit
from sim.cli.options import Outside, ScenarioFile
from sim.cli.record_commands import export_records, measure
from sim.cli.words import PlainWords
from sim.engines.choosing import Engine
from sim.memory import see_to_room
from sim.studies.sizes import Sure

app = typer.Typer(
    name="sim",
    help="People with fluctuating needs moving between community mental-health services.",
    cls=PlainWords,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

ChosenEngine = Annotated[
    Engine,
    typer.Option(
        help="Which engine makes the runs: the compiled one, the readable one, or both to compare."
    ),
]


Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Runs at once. [default: all cores]")
]
LogTables = Annotated[
    str | None, typer.Option(metavar="A,B", help="Only these tables of logs. [default: all]")
]
LogReplications = Annotated[
    str | None,
    typer.Option(metavar="1,3-5", help="Logs of these replications only. [default: all]"),
]
LogArms = Annotated[
    str | None, typer.Option(metavar="A,B", help="Logs of these arms only. [default: all]")
]


HowSure = Annotated[
    Sure, typer.Option(help="How many worlds within the ranges of FILE: 100, 200 or 400.")
]
Worlds = Annotated[int | None, typer.Option(metavar="N", help="So many worlds instead. 0: none.")]
WorldsShard = Annotated[
    str | None,
    typer.Option("--shard", metavar="I/N", help="Only this part of N of the worlds."),
]
WorldsCluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Run worlds and variants on this Dask cluster."
    ),
]


class LogFormName(enum.StrEnum):
    """The forms in which event logs can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    XES = "xes"


class Log(enum.StrEnum):
    """How a command writes event logs: in one of three forms of file, or not at all."""

    NONE = "none"
    CSV = "csv"
    PARQUET = "parquet"
    XES = "xes"


def main() -> None:
    """Run the program as a person starts it."""
    have_streams()
    speak_utf8()
    be_stoppable()
    # Nothing that happens to be installed may change what a file means, or be looked for in vain.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Threads for linear algebra, of which there is next to none, take memory at every start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Throughline {version('throughline')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    pass


@app.command(short_help="Run a scenario and write a report.")
def run(
    file: ScenarioFile,
    arms: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these arms. [default: all]")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(metavar="N", help="How often each arm is run. [default: as in FILE]"),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="S", help="Seed of all draws. [default: as in FILE]")
    ] = None,
    years: Annotated[
        float | None,
        typer.Option(metavar="Y", help="Length of a run with warm-up. [default: as in FILE]"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write. [default: results/<scenario>-<digest>/]"),
    ] = None,
    log: Annotated[Log, typer.Option(help="Also write every event.")] = Log.NONE,
    log_tables: LogTables = None,
    log_replications: LogReplications = None,
    log_arms: LogArms = None,
    workers: Workers = None,
    engine: ChosenEngine = Engine.FAST,
    sure: HowSure = Sure.USUAL,
    worlds: Worlds = None,
    shard: WorldsShard = None,
    cluster: WorldsCluster = None,
    no_variants: Annotated[
        bool, typer.Option("--no-variants", help="Leave out the variants of FILE.")
    ] = False,
    brief: Annotated[
        bool, typer.Option("--brief", help="Also write a Word document and slides for a board.")
    ] = False,
    allow_outside: Outside = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only where the report is.")] = False,
) -> None:
    """Run every arm on the same people, compare them, and write a report."""
    with answering():
        see_to_room()
        from sim.cli.log_options import LogWords  # noqa: PLC0415 -- heavy
        from sim.cli.running import Request, log_form, run_scenario  # noqa: PLC0415 -- heavy
        from sim.studies.worlds.planning import size_of  # noqa: PLC0415 -- heavy

        words = LogWords(log_tables, log_replications, log_arms)
        names = None if arms is None else [name.strip() for name in arms.split(",") if name.strip()]
        form = log_form(log.value)
        request = Request(
            *(file, names, replications, seed, years, out, form, workers, quiet, engine),
            allow_outside,
            words,
            not no_variants,
            size_of(sure, worlds),
            brief,
            shard,
            cluster,
        )
        run_scenario(request)


@app.command(short_help="Try many settings of a scenario.")
def sweep(
    file: Annotated[Path, typer.Argument(metavar="STUDY", help="A study file (YAML).")],
    replications: Annotated[
        int | None,
        typer.Option(metavar="N", help="How often each setting is run. [default: as in STUDY]"),
    ] = None,
    workers: Workers = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only this part of N, for job arrays.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Run on this Dask cluster.")
    ] = None,
    max_runs: Annotated[
        int | None, typer.Option(metavar="N", help="Refuse more runs. [default: 100,000]")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write. [default: results/<study>-<digest>/]"),
    ] = None,
    merge: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Take over the finished runs of another --out first."),
    ] = None,
    allow_outside: Outside = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only where the report is.")] = False,
) -> None:
    """Run the arms of a scenario at every setting of a study, and write what came out."""
    with answering():
        see_to_room()
        from sim.cli.sweeping import Request, sweep_study  # noqa: PLC0415 -- heavy

        sweep_study(
            Request(
                file,
                replications,
                workers,
                shard,
                cluster,
                max_runs,
                out,
                merge or (),
                quiet,
                allow_outside,
            )
        )


app.command(short_help="Find how much is enough for a target.")(find)
app.command(short_help="Find the worlds that agree with your figures.")(fit)
app.command(short_help="Copy a shipped scenario.")(new)
app.command(short_help="Write a workbook for your area's figures.")(template)
app.command("import", short_help="Make a scenario from a workbook or records.")(import_)
app.command(short_help="Measure records as runs are measured.")(measure)
app.command("export-records", short_help="Write what a run would leave in records.")(export_records)


@app.command(short_help="Say how far a study is.")
def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder a study writes to.")],
) -> None:
    """Say how far the study in a folder is, while it runs or after it was stopped."""
    with answering():
        from sim.cli.status import status_text  # noqa: PLC0415 -- heavy

        typer.echo(status_text(folder), nl=False)


@app.command(short_help="Find faults, and what shows before a run.")
def check(file: ScenarioFile, allow_outside: Outside = False) -> None:
    """Say every fault of a scenario, or what can be seen before any run.

    Ends with code 2 when there is a fault, or when the arms may not be compared.
    """
    with answering():
        from sim.cli.looking import checked  # noqa: PLC0415 -- heavy

        text, comparable = checked(file, allow_outside)
        typer.echo(text, nl=False)
        if not comparable:
            raise typer.Exit(2)


app.command(short_help="Draft what a checklist asks for.")(describe)


@app.command(short_help="Print a scenario with every default.")
def explain(file: ScenarioFile, allow_outside: Outside = False) -> None:
    """Print a scenario with every default filled in and where each value came from."""
    with answering():
        from sim.cli.looking import explained  # noqa: PLC0415 -- heavy

        typer.echo(explained(file, allow_outside), nl=False)


@app.command(short_help="Write a scenario in the newest format.")
def upgrade(
    file: ScenarioFile,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write. [default: <scenario>.format2.yaml]"),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over a file of that name.")
    ] = False,
    allow_outside: Outside = False,
) -> None:
    """Write a scenario in the newest format, comments and order kept, and say what it chose.

    The file itself stays as it is, unless --output names it and --replace is given.
    """
    with answering():
        from sim.cli.upgrading import upgrade_file  # noqa: PLC0415 -- heavy

        typer.echo(upgrade_file(file, output, replace, allow_outside), nl=False)


@app.command(short_help="Print the JSON Schema of scenario files.")
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    with answering():
        from sim.scenario.schema import schema_text  # noqa: PLC0415 -- heavy

        typer.echo(schema_text(), nl=False)


@app.command(short_help="Run a finished study again and compare.")
def reproduce(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="The manifest.json of a finished study.")
    ],
    workers: Workers = None,
    engine: ChosenEngine = Engine.FAST,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Run a finished study again and say of every output whether it is the same."""
    with answering():
        see_to_room()
        from sim.cli.reproducing import reproduce_study  # noqa: PLC0415 -- heavy

        if not reproduce_study(manifest, workers, quiet, engine):
            raise typer.Exit(1)


@app.command(short_help="Compare two finished studies.")
def compare(
    one: Annotated[Path, typer.Argument(metavar="ONE", help="What `sim run` wrote.")],
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The same of another study.")],
    arms: Annotated[
        str | None,
        typer.Option(
            metavar="A,B=C",
            help="Only these arms; B=C is B of ONE and C of OTHER. [default: all in both]",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the whole table here, as CSV.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
) -> None:
    """Compare the arms of two finished studies: differences are OTHER minus ONE.

    Runs are paired where both studies have the same seed; otherwise intervals are Welch's.
    """
    with answering():
        from sim.cli.comparing import Request, compare_folders  # noqa: PLC0415 -- heavy

        compare_folders(Request(one, other, arms, out, quiet))


@app.command(short_help="Write logs of runs of a finished study.")
def log(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="What `sim run` or `sim sweep` wrote.")
    ],
    arms: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these arms. [default: all]")
    ] = None,
    replications: Annotated[
        str | None, typer.Option(metavar="1,3-5", help="Only these. [default: all]")
    ] = None,
    settings: Annotated[
        str | None,
        typer.Option(metavar="1,3-5", help="Only these settings of a sweep. [default: all]"),
    ] = None,
    tables: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these tables. [default: all]")
    ] = None,
    form: Annotated[LogFormName, typer.Option(help="How they are written.")] = LogFormName.PARQUET,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write. [default: DIR-logs/]")
    ] = None,
    engine: ChosenEngine = Engine.FAST,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only where the logs are.")] = False,
) -> None:
    """Make chosen runs of a finished study again, see that they are the same, and write their logs.

    The study itself is not changed.
    """
    with answering():
        see_to_room()
        from sim.cli.log_options import LogWords  # noqa: PLC0415 -- heavy
        from sim.cli.relogging import Request, write_logs_again  # noqa: PLC0415 -- heavy

        words = LogWords(tables, replications, arms)
        request = Request(folder, settings, words, form.value, out, quiet, engine)
        write_logs_again(request)
