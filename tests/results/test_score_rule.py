from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journals import Player, header_of, simple_plan
from reactdrill.drill.library import Library
from reactdrill.results.journal import JournalWriter
from reactdrill.results.stated import stated_in
from reactdrill.results.store import Store
from reactdrill.stats.score import ScoreRule

TEXT = """
name = "reach"
[score]
of = "entry"
entry = "reach"
take = "best_mean"
best = 3
better = "higher"
per = "side"
trials = [2, 7]
[observer]
[[observer.entries]]
name = "reach"
unit = "cm"
"""


def test_a_rule_is_read_as_the_drill_says_it() -> None:
    wanted = ScoreRule(
        of="entry",
        take="best_mean",
        best=3,
        better="higher",
        per="side",
        trials=(2, 7),
        entry="reach",
        unit="cm",
    )
    assert stated_in(TEXT).score == wanted
    assert stated_in("[score]\n").score == ScoreRule(unit="count")


@pytest.mark.parametrize(
    "text", ["", 'name = "x"', "score = 3", "[score]\nof = 'glory'", "[score]\nbest = 'x'", "no = toml = "]
)
def test_what_says_no_rule_has_none(text: str) -> None:
    assert stated_in(text).score is None


def test_every_drill_of_the_library_with_a_score_has_a_rule() -> None:
    for file in Library.standard().drills():
        rule, score = stated_in(file.text).score, file.drill.score
        if "score" in file.drill.model_fields_set:
            assert rule is not None
            assert (rule.of, rule.take, rule.better, rule.per) == (
                score.of,
                score.take,
                score.better,
                score.per,
            )
            assert rule.best == (score.best or 1)


def test_the_store_keeps_it_beside_the_run(tmp_path: Path) -> None:
    plan = simple_plan(5)
    header = header_of(plan)
    header = replace(header, drill=replace(header.drill, text="[score]\ntake = 'best'\n"))
    writer = JournalWriter.create(header, tmp_path / "runs")
    Player(plan, writer).play().finish()
    with Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs") as store:
        store.ingest_folder()
        writer.path.unlink()  # as at a station that shares the store, and has not recorded the run
        run = store.run("last")
        assert run.stated.score == ScoreRule(take="best", unit="count")
        assert store.families(run)["main"][0]["score_ms"].value == 200
        (summary,) = store.drill_summaries("four-choice")
        assert summary.families[0]["score_ms"].value == 200
