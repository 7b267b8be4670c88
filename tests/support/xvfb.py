"""A private X server whose screen can be read from a file, for tests that open real windows."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH, HEIGHT = 1920, 1080
START_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class XvfbServer:
    """A running server: the name to put into `DISPLAY`, and the XWD file that mirrors its screen."""

    display: str
    framebuffer: Path

    def environment(self) -> dict[str, str]:
        """Give this process's environment with SDL pointed at this server; for programs a test starts."""
        return {**os.environ, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def screen(self) -> NDArray[np.uint8]:
        """Copy what is on the screen now, as (height, width, 3) RGB."""
        return read_xwd(self.framebuffer)


def xvfb_available() -> bool:
    """Tell whether this machine can start its own X server."""
    return shutil.which("Xvfb") is not None


@contextlib.contextmanager
def running_xvfb(folder: Path) -> Iterator[XvfbServer]:
    """Run a server on a display number that it finds free, with its framebuffer in `folder`.

    Raises RuntimeError, with the server's own words, when it ends before it is ready.
    """
    read_end, write_end = os.pipe()
    log = folder / "Xvfb.log"
    options = ["-displayfd", str(write_end), "-fbdir", str(folder), "-nolisten", "tcp", "-noreset"]
    with log.open("wb") as log_file:
        server = subprocess.Popen(
            ["Xvfb", *options, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
            pass_fds=[write_end],
            stdout=log_file,
            stderr=log_file,
        )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as ready:
            answered, _, _ = select.select([ready], [], [], START_TIMEOUT_S)
            number = ready.readline().strip() if answered else ""  # empty too when the server dies
        if not number:
            raise RuntimeError(f"Xvfb did not start: {log.read_text(errors='replace').strip()}")
        yield XvfbServer(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def read_xwd(path: Path) -> NDArray[np.uint8]:
    """Read a 32-bit true-colour X window dump as a (height, width, 3) RGB array.

    Raises ValueError for any other kind of dump.
    """
    header = np.fromfile(path, dtype=">u4", count=25)
    header_size, version, pixmap_format, _, width, height, _, byte_order = header[:8].tolist()
    bits_per_pixel, bytes_per_line = header[11:13].tolist()
    colours = int(header[19])
    if (version, pixmap_format, bits_per_pixel) != (7, 2, 32):
        raise ValueError(f"{path}: not a 32-bit ZPixmap X window dump")
    offset = header_size + colours * 12
    order = ">u4" if byte_order else "<u4"
    stored = np.memmap(path, dtype=order, mode="r", offset=offset, shape=(height, bytes_per_line // 4))
    pixels = np.array(stored[:, :width])
    return np.stack([channel(pixels, int(mask)) for mask in header[14:17]], axis=-1)


def channel(pixels: NDArray[np.uint32], mask: int) -> NDArray[np.uint8]:
    """Take one 8-bit colour out of packed pixels by its mask."""
    shift = (mask & -mask).bit_length() - 1
    return ((pixels & mask) >> shift).astype(np.uint8)


def save_png(image: NDArray[np.uint8], path: Path) -> None:
    """Write a (height, width, 3) RGB array as an image file of the kind that the name ends with."""
    import pygame

    height, width, _ = image.shape
    pygame.image.save(
        pygame.image.frombuffer(np.ascontiguousarray(image).tobytes(), (width, height), "RGB"), path
    )
