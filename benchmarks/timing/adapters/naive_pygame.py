"""A loop as it is often written: sixty frames a second, `time.time`, keys looked for once a frame."""

from __future__ import annotations

import time

import pygame
from told import LIT, SIZE, WINDOW_MS, foreperiods_ms, given, tell_probe, tell_trial

pygame.init()
screen = pygame.display.set_mode(SIZE)
clock = pygame.time.Clock()


def frames(seconds: float) -> float | None:
    """Go through frames for so long, or until a key goes down: when that was seen."""
    over = time.time() + seconds
    while time.time() < over:
        for event in pygame.event.get():
            if event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                return time.time()
        pygame.display.flip()
        clock.tick(60)
    return None


count, seed = given()
frames(0.5)
tell_probe()
for trial, wait_ms in enumerate(foreperiods_ms(count, seed)):
    screen.fill("black")
    early = frames(wait_ms / 1000)
    screen.fill("black")
    pygame.draw.rect(screen, LIT, (SIZE[0] // 2 - 150, SIZE[1] // 2 - 150, 300, 300))
    pygame.display.flip()
    onset = time.time()
    pressed = frames(WINDOW_MS / 1000)
    rt = None if pressed is None else (pressed - onset) * 1e9
    tell_trial(trial, rt=rt, extra=int(early is not None))
screen.fill("black")
frames(0.1)
