"""Takes out of text whatever may name a person, so that a support file can be sent to strangers.

Text that comes from outside the program (names of devices and files, messages of drivers, settings, journals) keeps
only words that are known to name no one: a word that is not listed here is left out, whatever it is. The names that
this account, this computer and the journals are known by are left out even where they are listed.
"""

from __future__ import annotations

import builtins
import getpass
import os
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

LEFT_OUT = "…"

# Words that are first names too (mat, jack, max, joy, dev, iris) are left out though devices are called so.
_WORDS = """
    the a an and or of to in on at by for from with without within not no is are be was it its this that as up
    one two if than so cannot can could unable failed failure fail error errors warning invalid unknown
    unsupported available unavailable found open opened opening close closed read write written reading
    writing permission denied access such file files directory folder device devices resource busy timeout
    timed out exist exists already broken pipe argument operation permitted supported connection refused lost
    interrupted bad wrong damaged corrupt corrupted malformed disk image full space left quota exceeded locked
    database table newer older version format journal header line lines trial attempt lane end second after
    empty torn cut short stands twice unexpected character value values key keys expected between least most
    greater less equal input output should valid number string integer list boolean extra inputs missing
    required type types did you mean there nothing reactdrill python pygame ce sdl numpy scipy pyserial
    pydantic sqlalchemy alembic pip venv site packages lib dist share local config state bin usr opt home
    users var tmp temp run runs drills settings toml jsonl sqlite db results notes log logs assets sounds
    images fonts schemas data main guest rc post alpha beta final git appdata roaming application support
    library linux debian ubuntu fedora arch manjaro suse opensuse gnu windows macos darwin microsoft apple
    generic lts amd intel arm aarch x xbox glibc libc musl wsl kernel server desktop release preempt dynamic
    smp edge hwe raspberry xorg xwayland wayland cocoa kmsdrm dummy offscreen display displays monitor screen
    video opengl gl gles vulkan mesa llvmpipe softpipe swrast llvm bits gallium renderer vsync nvidia geforce
    rtx gtx gt quadro radeon rx uhd hd graphics xe arc adreno ati m pro ultra hz audio sound alsa pulse
    pulseaudio pipewire wasapi directsound coreaudio sndio oss default system speaker speakers headphone
    headphones headset earphones analog digital stereo mono surround built internal external usb pci hda hdmi
    displayport dp tv bluetooth bluez hands free ag realtek high definition controller card airpods buds sony
    jbl sennheiser beats jabra soundcore soundlink wh wf xm samsung lg bravia philips dell hp logitech logi
    creative focusrite scarlett couldn samples ahead profile hfp hsp gamepad joystick joypad pad pads dance
    ddr stepmania l tek wireless wired game dualshock dualsense playstation ps switch nintendo con bitdo steam
    deck valve interactive entertainment corp inc co ltd company computer electronics thrustmaster hori razer
    buttons axes hats battery low medium event keyboard mouse receiver virtual core pointer sensor observer
    cue only evdev flip mixer translated set power button sleep lid bus touchpad trackpoint multimedia
    consumer control serial port ports uart arduino uno nano mega leonardo esp ch cp silicon labs bridge ftdi
    ft usbmodem usbserial tty ttyusb ttyacm ttys cu com n dialout uucp root wch prolific tsc hpet acpi pm kvm
    clock hyperv jiffies powersave performance schedutil ondemand conservative balanced ext btrfs xfs nfs cifs
    fuse sshfs overlay tmpfs ntfs exfat apfs right front back down center centre middle top bottom forward pod
    target enter return escape tab shift ctrl alt north south east west upper lower corner start select pause
    coach next true false none off fullscreen size viewing distance height cm theme dark contrast volume
    buffer walk spoken countdown bindings targets actions lanes profiles kind folders s axis text measured
    refresh median sd hash reaction agility balance coordination plyometric plyometrics strength speed visual
    auditory simple choice go stop signal practice four six eight box base leg taps side call medicine ball
    throw drill play demo replay simulated uncertainty ms ns rate name guid model vendor product calibration
    method date stamper platform options station software session hits misses count seed mode origin traceback
    recent module import last info debug critical exception assertion reactdrillerror http https ac av id ids
    pnp us py auto path stream timing portaudio sounddevice libpulse libportaudio
    pods brightness left out ttl marks store url language interface speech reduced motion
    twin privacy keep days lsl outlet favourites used
"""


def vocabulary() -> frozenset[str]:
    """Words that name no one, lower case: those listed here, the program's own files and Python's errors."""
    package = Path(__file__).parents[2]
    stems = {word for path in package.rglob("*.py") for word in path.stem.lower().split("_")}
    own = {word for word in stems if len(word) > 3}  # the short ones (`per`) may be first names
    errors = {name.lower() for name in dir(builtins) if name.endswith(("Error", "Warning", "Exception"))}
    return frozenset({*_WORDS.split(), *own, *errors})


def own_names(people: Iterable[str] = ()) -> frozenset[str]:
    """What this account, this computer and the given people are called: every word of it, lower case."""
    names = [getattr(Path.home(), "name", ""), platform.node(), *people, *_account()]
    return frozenset(word.lower() for name in names for word in _letters(name) if word.lower() != "guest")


def _account() -> Iterable[str]:
    yield from (os.environ.get(key, "") for key in ("USER", "LOGNAME", "USERNAME", "COMPUTERNAME"))
    try:
        yield getpass.getuser()
    except (KeyError, OSError):
        return
    try:
        import pwd  # noqa: PLC0415 - not there on Windows

        yield pwd.getpwuid(os.getuid()).pw_gecos
    except (ImportError, KeyError):
        return


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def sharer(people: Iterable[str] = ()) -> Callable[[str], str]:
    """A function that leaves out of a text whatever may name somebody, these people before all."""
    allowed = vocabulary() - own_names(people)

    def share(text: str) -> str:
        pieces = [_kept(piece, allowed) for piece in re.findall(r"[^\W_]+|[\W_]+", text)]
        return re.sub(rf"{LEFT_OUT}([\s'{LEFT_OUT}]*{LEFT_OUT})+", LEFT_OUT, "".join(pieces))

    return share


def _kept(piece: str, allowed: frozenset[str]) -> str:
    """A word, number or stretch of punctuation, or what stands for it."""
    if not piece[0].isalnum():
        return "".join(char for char in piece if char.isascii())
    if piece.lower() in allowed:
        return piece
    groups = re.findall(r"[^\W\d_]+|\d+", piece)
    harmless = all(_is_harmless(group, allowed, alone=len(groups) <= 2) for group in groups)
    return piece if harmless and groups else LEFT_OUT


def _is_harmless(group: str, allowed: frozenset[str], *, alone: bool) -> bool:
    """Short numbers, listed words, and single letters unless they stand in something like a password."""
    if group.isdigit():
        return len(group) <= 4
    return group.lower() in allowed or (alone and len(group) == 1 and group.isascii())


def shared_json(value: Any, share: Callable[[str], str]) -> Any:  # noqa: ANN401 - any JSON
    """JSON with every text and every key shared; keys that become alike are numbered."""
    if isinstance(value, str):
        return share(value)
    if isinstance(value, list | tuple):
        return [shared_json(each, share) for each in value]
    if isinstance(value, Mapping):
        kept: dict[str, Any] = {}
        for key, each in value.items():
            name = share(str(key))
            kept[name if name not in kept else f"{name} {len(kept)}"] = shared_json(each, share)
        return kept
    return value
