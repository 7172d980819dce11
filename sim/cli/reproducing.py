"""Carry out `sim reproduce`: run a finished study again, and compare every output."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import typer

from sim.cli.answering import StoppedError
from sim.cli.beside import Beside, Making
from sim.cli.results import ResultsFolder, same_outputs
from sim.cli.running import (
    log_form,
    make,
    processes,
    runs_key,
    see_to_engine,
    variants_of,
)
from sim.compiling import quietly
from sim.engines.choosing import Engine
from sim.report.brief.needed import DOCUMENT, library_versions, see_to_libraries
from sim.studies.execution.local import on_this_machine
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, is_there
from sim.studies.manifest import (
    Manifest,
    read_manifest,
    this_platform,
    versions,
)
from sim.studies.marks import of_run
from sim.studies.stored import planned_again
from sim.studies.worlds.planning import wanted
from sim.tables.logs import LogExport


def reproduce_study(path: Path, workers: int | None, quiet: bool, engine: Engine) -> bool:
    """Run the study of a manifest in a temporary folder; return whether all outputs are equal."""
    see_to_engine(engine, quiet)
    manifest = read_manifest(path)
    brief = DOCUMENT in manifest.outputs
    if brief:
        see_to_libraries()
    with quietly(quiet):
        planned = planned_again(path, manifest)
        variants = variants_of(planned, quiet) if manifest.variants else None
        beside = Beside(wanted(planned, manifest.worlds), variants, brief=brief)
    form = log_form(manifest.log)
    digest, choice = planned.scenario.digest, manifest.log_choice
    log = None if form is None else LogExport(form, digest, choice)
    with tempfile.TemporaryDirectory(prefix="throughline-") as temporary:
        key = runs_key(planned, log)
        with ResultsFolder(Path(temporary), of_run(planned.digest), key) as folder:
            try:
                many = processes(workers)
                pool = partial(on_this_machine, engine, many)
                making = Making(planned, folder, log, quiet, engine, pool)
                _, again, _ = make(making, many, beside=beside)
            except StoppedError:
                raise StoppedError("Stopped. Nothing has been compared.") from None
    same = same_outputs(manifest, again.outputs)
    for name, is_same in same.items():
        typer.echo(f"{'same' if is_same else 'DIFFERENT'}  {name}")
    for line in _also(path.parent, manifest):
        typer.echo(line)
    different = [name for name, is_same in same.items() if not is_same]
    if different:
        typer.echo(f"\n{len(different)} of {len(same)} outputs are different.")
        for line in _what_changed(manifest):
            typer.echo(line)
    else:
        typer.echo(f"\nAll {len(same)} outputs are the same.")
    return not different


def _also(folder: Path, manifest: Manifest) -> list[str]:
    """Return notes on outputs in the manifest's folder that were since removed or changed."""
    lines = []
    for name, digest in manifest.outputs.items():
        path = folder / name
        if not is_there(path):
            lines.append(f"note: {printable(path)} is no longer there.")
        elif digest_below(folder, name) != digest:
            lines.append(f"note: {printable(path)} has been changed since it was written.")
    return lines


def _what_changed(manifest: Manifest) -> list[str]:
    """Return lines on the versions that now differ from those in the manifest."""
    now = {**versions(), **library_versions(), "platform": this_platform()}
    then = {**manifest.versions, "platform": manifest.platform}
    return [
        f"  {name}: {then[name]} then, {now.get(name, 'not installed')} now"
        for name in then
        if then[name] != now.get(name)
    ] or ["  Program versions and platform are the same as then."]
