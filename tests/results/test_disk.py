"""Files that are put in the place of others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reactdrill.results.disk import replace_private, replacing_private


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names there")
def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="it is a device, not a file"):
        replace_private(pipe, b"table")
    with pytest.raises(OSError, match="it is a device, not a file"), replacing_private(pipe):
        pass
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_folder_that_stands_there_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"."):
        replace_private(tmp_path / "folder", b"table")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]
