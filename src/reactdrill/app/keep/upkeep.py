"""What keeps a station in order: a look at the machine, what is older than it should be, the store made again.

Loads the store and the doctor, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

from functools import partial

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep import done
from reactdrill.app.keep.done import Done, Then
from reactdrill.i18n import Texts
from reactdrill.live.clock import utc_now
from reactdrill.results.privacy.retention import Purge, plan_purge, purge
from reactdrill.results.privacy.telling import erasure_lines, scrubbed_lines
from reactdrill.station.doctor.bundle import write_bundle
from reactdrill.station.doctor.checks import chosen
from reactdrill.station.doctor.finding import Finding
from reactdrill.station.doctor.runner import run_check
from reactdrill.station.folders import documents_dir


class Words(Texts):
    """What is said of it."""

    IN_ORDER = "Nothing here troubles a run."
    BUNDLE = "No names, results or notes are in it. Read it before you send it."
    KEPT = "Results are kept without a limit: privacy.keep_days in the settings says another."
    OLD = "From before {day} go: {runs} runs, {diaries} circuits, {athletes} athletes."
    COPIES = "Files go that were put aside or taken out: {files}."
    BY_HAND = "Delete this yourself: {path}"
    NOTHING_OLD = "Nothing has to go."
    DELETE = "Delete for ever"
    DELETED = "Deleted."
    REBUILT = "Made again from {runs} runs."
    MOVED = "The damaged one was moved to {path}. {people}"


def looked_over(archive: Archive, checkpoint: Checkpoint) -> Done:
    """What may trouble a run, and a file for support. The refresh is measured in Display."""
    del archive
    checks, found = chosen(windows=False), list[Finding]()
    for number, check in enumerate(checks):
        checkpoint(number, len(checks))
        found += run_check(check)
    path = documents_dir() / f"support-{utc_now():%Y-%m-%d-%H%M%S}.zip"
    write_bundle(path, found)
    wrong = [f"{each.text} {each.hint}".strip() for each in found if each.level == "problem"]
    return Done((*(wrong or [Words.IN_ORDER]), done.Words.WRITTEN.format(path=path), Words.BUNDLE))


def what_is_old(keep_days: int | None, archive: Archive, checkpoint: Checkpoint) -> Done:
    """What is kept longer than the settings say; it can be deleted from there. `keep_days` None: no limit."""
    del checkpoint
    plan = plan_purge(archive.store, archive.folders, keep_days)
    lines = [Words.KEPT] if keep_days is None else []
    if plan.empty:
        return Done((*lines, Words.NOTHING_OLD))
    if plan.before_utc:
        day, athletes = plan.before_utc[:10], len(plan.athletes)
        runs, diaries = len(plan.runs), len(plan.diaries)
        lines.append(Words.OLD.format(day=day, runs=runs, diaries=diaries, athletes=athletes))
    lines.append(Words.COPIES.format(files=len(plan.aside) + len(plan.exports)))
    lines += [Words.BY_HAND.format(path=path) for path in (*plan.backups, *plan.elsewhere)]
    return Done(tuple(lines), then=Then(Words.DELETE, partial(_delete, archive, plan)))


def made_again(archive: Archive, checkpoint: Checkpoint) -> Done:
    """The store, from the journals: it is an index of them."""
    report, aside = archive.rebuild(checkpoint)
    moved = [] if aside is None else [Words.MOVED.format(path=aside, people=report.people)]
    left_out = [done.Words.SKIPPED.format(problem=problem) for _, problem in report.damaged]
    return Done((Words.REBUILT.format(runs=report.changed), *moved, *left_out), changed=True)


def _delete(archive: Archive, plan: Purge, checkpoint: Checkpoint) -> Done:
    del checkpoint
    gone = purge(archive.store, archive.folders, plan)
    lines = [line for each in gone.erasures for line in erasure_lines(each)]
    return Done((*lines, Words.DELETED, *scrubbed_lines(gone.scrubbed)), changed=True)
