"""Linux system calls that Python does not wrap, by ctypes; numbers for x86_64 and aarch64."""

import contextlib
import ctypes
import os
import platform
import select
import signal
import struct
import time

MACHINE = platform.machine()
LINUX = os.uname().sysname == "Linux" if hasattr(os, "uname") else False

_CPUCLOCK_SCHED = 2
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None

# the calls made here, not those a student may make (see seccomp): x86_64, aarch64
_NUMBERS = {
    "capset": (126, 91),
    "pivot_root": (155, 41),
    "seccomp": (317, 277),
    "close_range": (436, 436),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
_COLUMN = {"x86_64": 0, "aarch64": 1}

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

CAP_DAC_READ_SEARCH = 1 << 2
CAPS_OF_USERS = 1 << 0 | 1 << 6 | 1 << 7
"""CAP_CHOWN, CAP_SETGID, CAP_SETUID."""

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

HUGE_PAGE = 2 << 20
MADV_COLLAPSE = 25

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
MNT_DETACH = 2


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(name: str, *args: int | bytes | None) -> int:
    """One raw call. Raises OSError naming the call; also where this machine has no number for it."""
    if _libc is None or MACHINE not in _COLUMN:
        raise OSError(f"{name}: not a Linux machine of a known kind")
    number = _NUMBERS[name][_COLUMN[MACHINE]]
    words = [ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in args]
    _libc.syscall.restype = ctypes.c_long
    return _checked(_libc.syscall(ctypes.c_long(number), *words), name)


def prctl(option: int, *args: int) -> int:
    """prctl(2). Raises OSError."""
    assert _libc is not None
    words = [ctypes.c_ulong(a) for a in (*args, 0, 0, 0, 0)[:4]]
    return _checked(_libc.prctl(option, *words), f"prctl {option}")


def unshare(flags: int) -> None:
    """unshare(2). Raises OSError."""
    assert _libc is not None
    _checked(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    """setns(2). Raises OSError."""
    assert _libc is not None
    _checked(_libc.setns(fd, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2). Raises OSError naming the target."""
    assert _libc is not None
    encode = [None if s is None else s.encode() for s in (source, target, kind)]
    _checked(_libc.mount(*encode, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def umount(target: str) -> None:
    """Detach a mount. Raises OSError."""
    assert _libc is not None
    _checked(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def no_new_privileges() -> None:
    """From here on no exec can gain rights; Landlock and seccomp ask for it."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def wait_readable(fd: int, milliseconds: int) -> bool:
    """Whether there is something to read within that time; of a process's handle: whether it has ended."""
    waiting = select.poll()  # not select(), which knows no descriptor above 1023
    waiting.register(fd, select.POLLIN)
    return bool(waiting.poll(milliseconds))


def cpu_seconds(pid: int) -> float:
    """CPU seconds of all threads of a process so far, not of those that it started; 0 if it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)  # as clock_getcpuclockid(3) makes it
    except OSError:
        return 0.0


def kill(handle: int) -> None:
    """End the process of a descriptor (`pidfd`) at once, unless it has ended."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)


def own_memory() -> list[int]:
    """Addresses at which a huge page of this process's own memory could begin."""
    found: list[int] = []
    with open("/proc/self/maps") as maps:
        for line in maps:
            region, access, _, _, inode, *_ = line.split()
            if access.startswith("rw") and inode == "0":
                begin, end = (int(x, 16) for x in region.split("-"))
                found += range(-(-begin // HUGE_PAGE) * HUGE_PAGE, end - HUGE_PAGE + 1, HUGE_PAGE)
    return found


def collapse(addresses: list[int]) -> None:
    """Make huge pages of what is there, as far as the kernel can: forks of this process start and end sooner."""
    assert _libc is not None
    for address in addresses:
        _libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(HUGE_PAGE), MADV_COLLAPSE)


def die_with_parent(parent: int = 0) -> None:
    """Be killed when the parent ends; at once if it is not `parent`, where that is known, any more."""
    prctl(PR_SET_PDEATHSIG, 9)
    if parent and os.getppid() != parent:
        os._exit(1)


def drop_capabilities(keep: int = 0) -> None:
    """Give up every capability outside the mask `keep` for good. Raises OSError."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # EINVAL past the last one; EPERM where we hold none to drop
            break
    syscall("capset", struct.pack("=Ii", 0x20080522, 0), struct.pack("=6I", keep, keep, 0, 0, 0, 0))


def close_descriptors(keep: set[int]) -> None:
    """Close every descriptor that is not in `keep`. Raises OSError."""
    low = 0
    for fd in sorted(keep):
        if fd > low:  # closerange(n, n) closes everything above n on Python 3.11
            os.closerange(low, fd)
        low = fd + 1
    syscall("close_range", low, 0x7FFFFFFF, 0)
