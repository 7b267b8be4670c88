from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journals import Player, header_of, simple_plan
from reactdrill.drill.library import Library
from reactdrill.results.journal import JournalWriter
from reactdrill.results.score_rule import rule_in, score_rule_of
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
    assert rule_in(TEXT) == wanted
    assert rule_in("[score]\n") == ScoreRule(unit="count")


@pytest.mark.parametrize(
    "text", ["", 'name = "x"', "score = 3", "[score]\nof = 'glory'", "[score]\nbest = 'x'", "no = toml = "]
)
def test_what_says_no_rule_has_none(text: str) -> None:
    assert rule_in(text) is None


def test_every_drill_of_the_library_with_a_score_has_a_rule() -> None:
    for file in Library.standard().drills():
        rule, score = rule_in(file.text), file.drill.score
        if "score" in file.drill.model_fields_set:
            assert rule is not None
            assert (rule.of, rule.take, rule.better, rule.per) == (
                score.of,
                score.take,
                score.better,
                score.per,
            )
            assert rule.best == (score.best or 1)


def test_the_store_takes_it_from_the_journal(tmp_path: Path) -> None:
    plan = simple_plan(5)
    header = header_of(plan)
    header = replace(header, drill=replace(header.drill, text="[score]\ntake = 'best'\n"))
    writer = JournalWriter.create(header, tmp_path / "runs")
    Player(plan, writer).play().finish()
    path = writer.path
    assert score_rule_of(path) == ScoreRule(take="best", unit="count")
    with Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs") as store:
        store.ingest_folder()
        run = store.run("last")
        assert store.families(run)["main"][0]["score_ms"].value == 200
        (summary,) = store.drill_summaries("four-choice")
        assert summary.families[0]["score_ms"].value == 200
    path.unlink()
    assert score_rule_of(path) is None
