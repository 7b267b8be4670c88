"""Draw the postures of the drills as SVG, and render them to PNG with pygame-ce: `python make_postures.py [--out FOLDER]`.

A body is a few angles. 0 degrees hangs down, 90 points to the right; the trunk's angle is its lean to the right. The
leg and arm that are farther away are lighter; what moves and what is held is orange.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path

import pygame

WIDE_M, HIGH_M, GROUND_M = 2.4, 2.24, 0.2
PX_PER_M = 160
OVERSAMPLING = 3
NEAR, FAR, ORANGE, LINE, CARD = "#0072b2", "#7fb6d9", "#d98900", "#7a7f8a", "#f7f8fa"
DARK = {NEAR: "#56b4e9", FAR: "#2f6384", ORANGE: "#e69f00", LINE: "#7a7f8a", CARD: "#1a1e27"}
"""The colours of the PNG, which the program shows on its dark screens."""
TRUNK, NECK, HEAD = 0.52, 0.17, 0.115
ARM, THIGH, SHIN, FOOT = (0.29, 0.27), 0.43, 0.42, 0.16
FRONT_SHOULDER, FRONT_HIP = 0.19, 0.1
Point = tuple[float, float]
Limb = tuple[float, float]


@dataclass(frozen=True)
class Pose:
    """One body. Limbs: upper and lower part, near (front view: the right of the picture), then far."""

    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]
    trunk: float = 0.0
    front: bool = False
    feet: Limb = (90.0, 90.0)
    """Where toes point; a front view has short feet."""
    at: float = 0.0
    """Where the hips are, across, m."""
    up: float = 0.0
    """How far above the ground the lowest foot is, m."""
    neck: float | None = None
    """The head's lean; None: as the trunk."""


@dataclass(frozen=True)
class Picture:
    """Bodies, what they hold or stand on, and what moves. Props are SVG in metres, y up from the ground."""

    bodies: tuple[Pose, ...]
    behind: str = ""
    before: str = ""


def stand(**more: object) -> Pose:
    """Upright, from the front, arms at the sides."""
    plain = {"arms": ((12, 8), (-12, -8)), "legs": ((4, 2), (-4, -2)), "front": True}
    return Pose(**{**plain, **more})  # type: ignore[arg-type]


def one_leg(**more: object) -> Pose:
    """On one leg, from the side: the near one stands, the far one is bent."""
    plain = {"arms": ((28, 70), (-18, 50)), "legs": ((3, -4), (38, -42)), "feet": (90, 60)}
    return Pose(**{**plain, **more})  # type: ignore[arg-type]


def low(**more: object) -> Pose:
    """Athletic position from the front: wide, knees bent, arms ready."""
    plain = {"arms": ((38, -14), (-38, 14)), "legs": ((40, -6), (-40, 6)), "front": True}
    return Pose(**{**plain, **more})  # type: ignore[arg-type]


def crouch(**more: object) -> Pose:
    """Hips back and knees bent, from the side."""
    plain = {"arms": ((62, 92), (48, 84)), "legs": ((78, -28), (84, -22)), "trunk": 34.0, "neck": 12.0}
    return Pose(**{**plain, **more})  # type: ignore[arg-type]


def arrow(start: Point, end: Point) -> str:
    """A way that is gone or a movement."""
    (x0, y0), (x1, y1) = start, end
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    ux, uy = (x1 - x0) / long * 0.13, (y1 - y0) / long * 0.13
    head = [(x1, y1), (x1 - ux - uy * 0.6, y1 - uy + ux * 0.6), (x1 - ux + uy * 0.6, y1 - uy - ux * 0.6)]
    return stroke([start, (x1 - ux, y1 - uy)], 0.035, ORANGE) + shape(head, ORANGE)


def stroke(points: list[Point], width: float, colour: str) -> str:
    """A line with round ends."""
    path = "M" + " L".join(f"{x * PX_PER_M:.1f} {-y * PX_PER_M:.1f}" for x, y in points)
    style = f'stroke="{colour}" stroke-width="{width * PX_PER_M:.1f}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" {style}/>\n'


def shape(points: list[Point], colour: str) -> str:
    """A filled polygon."""
    path = "M" + " L".join(f"{x * PX_PER_M:.1f} {-y * PX_PER_M:.1f}" for x, y in points) + " Z"
    return f'<path d="{path}" fill="{colour}"/>\n'


def disc(centre: Point, radius: float, colour: str) -> str:
    """A head, a ball, a light."""
    return f'<circle cx="{centre[0] * PX_PER_M:.1f}" cy="{-centre[1] * PX_PER_M:.1f}" r="{radius * PX_PER_M:.1f}" fill="{colour}"/>\n'


def bar(left: float, right: float, bottom: float, top: float, colour: str = ORANGE) -> str:
    """A block: foam, a bench, a mat."""
    return shape([(left, bottom), (right, bottom), (right, top), (left, top)], colour)


def _along(start: Point, angle: float, length: float) -> Point:
    return start[0] + sin(radians(angle)) * length, start[1] - cos(radians(angle)) * length


def body(pose: Pose) -> Iterator[str]:
    """The far limbs first, then trunk and head, then the near ones."""
    hip = (pose.at, 0.0)
    ends = [_leg(hip, pose, number) for number in (0, 1)]
    lowest = min(y for points in ends for _, y in points) - 0.045
    hip = (pose.at, pose.up - lowest)
    neck = _along(hip, 180.0 - pose.trunk, TRUNK)
    shoulder = FRONT_SHOULDER if pose.front else 0.0
    across = (cos(radians(pose.trunk)) * shoulder, -sin(radians(pose.trunk)) * shoulder)
    legs = [_leg(hip, pose, number) for number in (0, 1)]
    sides = [(neck[0] + across[0] * way, neck[1] + across[1] * way) for way in (1, -1)]
    arms = [_arm(side, limb) for side, limb in zip(sides, pose.arms, strict=True)]
    far = NEAR if pose.front else FAR
    yield stroke(arms[1], 0.075, far) + stroke(legs[1][:3], 0.1, far) + stroke(legs[1][2:], 0.075, far)
    yield stroke(legs[0][:3], 0.1, NEAR) + stroke(legs[0][2:], 0.075, NEAR)
    if pose.front:
        hips = [(hip[0] + FRONT_HIP * way, hip[1]) for way in (1, -1)]
        yield shape([sides[1], sides[0], *hips], NEAR) + stroke([*sides, *hips[::1], sides[0]], 0.09, NEAR)
    else:
        yield stroke([hip, neck], 0.17, NEAR)
    lean = pose.trunk if pose.neck is None else pose.neck
    yield disc(_along(neck, 180.0 - lean, NECK + 0.06), HEAD, NEAR)
    yield stroke([neck, _along(neck, 180.0 - lean, NECK)], 0.07, NEAR)
    if not pose.front:  # an edge, so that an arm before the trunk is seen
        yield stroke(arms[0], 0.105, CARD)
    yield stroke(arms[0], 0.075, NEAR)


def _leg(hip: Point, pose: Pose, number: int) -> list[Point]:
    side = (FRONT_HIP if number == 0 else -FRONT_HIP) if pose.front else 0.0
    thigh, shin = pose.legs[number]
    top = (hip[0] + side, hip[1])
    knee = _along(top, thigh, THIGH)
    ankle = _along(knee, shin, SHIN)
    if pose.front:
        return [top, knee, ankle, (ankle[0] + (0.06 if number == 0 else -0.06), ankle[1] - 0.02)]
    return [top, knee, ankle, _along(ankle, pose.feet[number], FOOT)]


def _arm(shoulder: Point, limb: Limb) -> list[Point]:
    elbow = _along(shoulder, limb[0], ARM[0])
    return [shoulder, elbow, _along(elbow, limb[1], ARM[1])]


FOAM = bar(-0.32, 0.42, 0.0, 0.12)
BOARD = shape([(-0.38, 0.16), (0.44, 0.16), (0.4, 0.11), (-0.34, 0.11)], ORANGE) + disc(
    (0.03, 0.1), 0.1, ORANGE
)
POD = shape([(-0.1, 0.0), (0.1, 0.0), (0.07, 0.05), (-0.07, 0.05)], ORANGE)
WALL = bar(0.98, 1.06, 0.0, 1.7, LINE)
NEAR_WALL = bar(0.7, 0.78, 0.0, 1.7, LINE)


def pod(x: float) -> str:
    """A lit target on the floor."""
    return bar(x - 0.1, x + 0.1, 0.0, 0.05)


PICTURES = {
    "athletic-position": Picture((low(),)),
    "backpedal": Picture(
        (Pose(((-35, 40), (35, 95)), ((-25, -50), (38, -12)), 12.0, neck=-4.0),),
        arrow((-0.35, 1.05), (-0.9, 1.05)),
    ),
    "boxing-guard": Picture((Pose(((38, 150), (62, 118)), ((18, -10), (-20, -34)), 8.0, feet=(90, 70)),)),
    "catch": Picture(
        (Pose(((52, 92), (60, 86)), ((14, -14), (-10, -28)), 6.0),),
        before=disc((0.86, 1.17), 0.13, ORANGE) + arrow((1.15, 1.45), (0.98, 1.28)),
    ),
    "crossover-hop": Picture(
        (stand(legs=((6, 0), (-30, 32)), up=0.14, arms=((60, 30), (-60, -30)), at=-0.25),),
        bar(0.1, 0.2, -0.03, 0.03) + arrow((0.0, 0.3), (0.55, 0.3)),
    ),
    "cut": Picture(
        (
            Pose(((30, 95), (-40, 10)), ((52, 30), (-22, 34)), -24.0, front=True, neck=-12.0, at=-0.1),
        ),
        arrow((-0.55, 0.62), (-1.05, 0.62)),
    ),
    "foot-lift": Picture(
        (one_leg(legs=((0, 0), (34, -14))),), bar(0.05, 0.65, 0.0, 0.04) + arrow((0.6, 0.1), (0.6, 0.4))
    ),
    "foot-tap": Picture((one_leg(legs=((-4, -12), (42, 14)), arms=((-40, 10), (48, 60))),), FOAM + pod(0.72)),
    "goalkeeper": Picture((low(arms=((62, 40), (-62, -40)), legs=((44, -10), (-44, 10))),)),
    "hop": Picture(
        (one_leg(legs=((30, -12), (-14, -70)), up=0.22, trunk=12.0, arms=((65, 95), (-50, -10))),),
        arrow((-0.1, 0.14), (0.6, 0.14)),
    ),
    "jump": Picture(
        (Pose(((118, 132), (104, 122)), ((4, -4), (-8, -18)), up=0.08, feet=(50, 40)),),
        arrow((-0.45, 0.3), (-0.45, 0.8)),
    ),
    "ladder": Picture(
        (Pose(((-42, 40), (50, 120)), ((58, -34), (-6, -22)), 10.0, feet=(80, 80)),),
        "".join(bar(x - 0.02, x + 0.02, 0.0, 0.06) for x in (-0.75, -0.35, 0.05, 0.45, 0.85))
        + bar(-0.85, 0.95, 0.0, 0.02),
    ),
    "landing": Picture(
        (crouch(arms=((40, 75), (28, 68)), legs=((64, -24), (70, -18)), trunk=26.0),),
        arrow((-0.55, 1.1), (-0.55, 0.6)),
    ),
    "lean": Picture(
        (Pose(((100, 88), (-10, 10)), ((-11, -11), (-14, -14)), 11.0, at=0.0),), NEAR_WALL + disc((0.67, 1.44), 0.06, ORANGE)
    ),
    "lunge": Picture((Pose(((18, 60), (-12, 40)), ((82, -4), (-18, -82)), 4.0, feet=(90, 5), at=-0.1),)),
    "medicine-ball-throw": Picture(
        (Pose(((60, 80), (66, 78)), ((26, -8), (-28, -14)), -6.0, at=-0.4, feet=(90, 80)),),
        WALL + arrow((0.42, 1.12), (0.88, 1.2)),
        disc((0.24, 1.14), 0.13, ORANGE),
    ),
    "mirror": Picture(
        (low(at=-0.62, arms=((55, -10), (-55, 10))), low(at=0.62, arms=((55, -10), (-55, 10)))),
        arrow((-0.35, 1.75), (-0.85, 1.75)) + arrow((0.9, 1.75), (0.4, 1.75)),
    ),
    "plank": Picture((Pose(((0, 0), (6, 6)), ((-73.3, -73.3), (-74, -74)), 73.3, feet=(-8, -8), neck=82.0),)),
    "plank-tap": Picture(
        (Pose(((0, 0), (42, 30)), ((-73.3, -73.3), (-74, -74)), 73.3, feet=(-8, -8), neck=82.0, at=-0.1),), pod(0.75)
    ),
    "reach": Picture(
        (one_leg(legs=((42, -34), (70, 66)), arms=((-40, 0), (-60, -20)), trunk=4.0, at=-0.25, feet=(90, 120)),),
        bar(-0.25, 1.05, -0.02, 0.01) + pod(0.85),
    ),
    "run": Picture((Pose(((-48, 30), (42, 130)), ((66, -24), (-24, -78)), 14.0, feet=(80, 20), up=0.06),)),
    "shuffle": Picture(
        (low(legs=((48, 2), (-26, -4)), arms=((44, -18), (-44, 18))),), arrow((0.62, 0.75), (1.1, 0.75))
    ),
    "side-plank": Picture(
        (Pose(((4, 90), (150, 165)), ((-81.5, -81.5), (-81.5, -81.5)), 81.5, feet=(-60, -60), neck=86.0, at=-0.05),)
    ),
    "side-plank-lift": Picture(
        (Pose(((4, 90), (150, 165)), ((-81.5, -81.5), (-104, -104)), 81.5, feet=(-60, -80), neck=86.0, at=-0.05),),
        arrow((-1.02, 0.62), (-1.02, 0.98)),
    ),
    "single-leg-balance": Picture((one_leg(),)),
    "single-leg-disc": Picture((one_leg(up=0.1),), shape([(-0.3, 0.0), (0.36, 0.0), (0.28, 0.1), (-0.22, 0.1)], ORANGE)),
    "single-leg-eyes-closed": Picture(
        (one_leg(arms=((22, 95), (-14, 80))),), before=stroke([(0.045, 1.68), (0.095, 1.67)], 0.022, CARD)
    ),
    "single-leg-moving": Picture(
        (one_leg(arms=((95, 92), (-90, -92)), trunk=22.0, legs=((-4, -10), (-40, -60)), at=-0.1),),
        arrow((0.95, 1.2), (0.85, 1.65)),
    ),
    "single-leg-toss": Picture(
        (one_leg(arms=((60, 92), (50, 96))),), before=disc((0.78, 1.22), 0.1, ORANGE) + arrow((0.86, 1.36), (1.02, 1.62))
    ),
    "sit": Picture(
        (Pose(((28, 88), (34, 84)), ((88, 2), (84, 6)), 4.0, at=-0.35),),
        bar(-0.62, -0.1, 0.36, 0.42, LINE) + bar(-0.58, -0.52, 0.0, 0.36, LINE) + bar(-0.2, -0.14, 0.0, 0.36, LINE),
        bar(0.2, 1.0, 0.78, 0.84, LINE) + bar(0.9, 0.96, 0.0, 0.78, LINE) + bar(0.78, 0.84, 0.9, 1.45) + bar(0.66, 0.96, 0.84, 0.9),
    ),
    "split-stance": Picture((Pose(((-30, 40), (34, 100)), ((34, -10), (-28, -40)), 10.0, feet=(90, 60)),)),
    "split-step": Picture((low(up=0.12, legs=((34, -6), (-34, 6)), arms=((44, -50), (-44, 50))),)),
    "step-tap": Picture((one_leg(legs=((-4, -8), (34, 10)), arms=((24, 60), (-20, 30))),), pod(0.62)),
    "squat": Picture((crouch(),)),
    "stand": Picture((stand(),)),
    "stand-tall": Picture((stand(arms=((40, -50), (-40, 50)), legs=((1, 0), (-1, 0))),)),
    "wobble-board": Picture((crouch(up=0.16, legs=((52, -20), (56, -16)), trunk=20.0, arms=((70, 88), (60, 84))),), BOARD),
}  # fmt: skip


def svg(picture: Picture, title: str) -> str:
    """One posture on a card of its own, so that it is seen on any ground."""
    wide, high = WIDE_M * PX_PER_M, HIGH_M * PX_PER_M
    ground = stroke([(-WIDE_M / 2 + 0.12, -0.02), (WIDE_M / 2 - 0.12, -0.02)], 0.02, LINE)
    bodies = "".join(part for pose in picture.bodies for part in body(pose))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img">\n<title>{title}</title>\n'
        f'<rect width="{wide:.0f}" height="{high:.0f}" rx="14" fill="{CARD}"/>\n'
        f'<g transform="translate({wide / 2:.0f} {high - GROUND_M * PX_PER_M:.0f})">\n'
        f"{ground}{picture.behind}{bodies}{picture.before}</g>\n</svg>\n"
    )


def render(drawn: str) -> pygame.Surface:
    """The drawing as a surface in the dark colours, drawn larger and averaged down."""
    for light, dark in DARK.items():
        drawn = drawn.replace(light, dark)
    size = (round(WIDE_M * PX_PER_M), round(HIGH_M * PX_PER_M))
    large = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
    return pygame.transform.smoothscale(pygame.image.load_sized_svg(BytesIO(drawn.encode()), large), size)


def main() -> None:
    """Write every posture, and take away what is none any more."""
    parser = argparse.ArgumentParser(description="Draw the postures of the drills.")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent / "postures", help="folder for the pictures"
    )
    out: Path = parser.parse_args().out
    for old in (*out.glob("*.svg"), *out.glob("*.png")):
        old.unlink()
    for name, picture in PICTURES.items():
        drawn = svg(picture, name.replace("-", " "))
        (out / f"{name}.svg").write_text(drawn, encoding="utf-8", newline="\n")
        pygame.image.save(render(drawn), out / f"{name}.png")
    print(f"{len(PICTURES)} postures written to {out}")


if __name__ == "__main__":
    main()
