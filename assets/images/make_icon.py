"""Render `icon.svg` to the PNG icons with pygame-ce: `python make_icon.py [--out FOLDER]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pygame

SIZES_PX = (256, 64, 32)
# Drawn larger and averaged down: the small icons get smoother edges than drawing them directly.
OVERSAMPLING = 8


def render(svg: Path, size_px: int) -> pygame.Surface:
    """Return the drawing as a square surface of `size_px`, with transparent corners."""
    large = size_px * OVERSAMPLING
    return pygame.transform.smoothscale(pygame.image.load_sized_svg(svg, (large, large)), (size_px, size_px))


def main() -> None:
    """Write every size."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description="Render reactdrill's icon.")
    parser.add_argument("--out", type=Path, default=here, help="folder for the PNG files")
    out: Path = parser.parse_args().out
    for size_px in SIZES_PX:
        pygame.image.save(render(here / "icon.svg", size_px), out / f"icon-{size_px}.png")
        print(f"icon-{size_px}.png written to {out}")


if __name__ == "__main__":
    main()
