"""What happens to a process between the fork and the first line of a student's code.

Layers, each of which can be missing on a machine: `namespaces` (see there), `landlock` (files),
`seccomp` (system calls). Limits, closed descriptors, a dropped root and no-new-privileges always apply.
Any error here means that the submission could not be judged; student code is never run after one.
"""

import functools
import os
import resource
import signal
from dataclasses import dataclass

from grader.engine.sandbox import landlock, namespaces, seccomp, syscalls
from grader.engine.sandbox.limits import Limits

LAYERS = ("namespaces", "landlock", "seccomp")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

_FIRST_UID, _UIDS = 60600, 400
"""Users that no one is, below 65536 so that containers with mapped users know them too."""


@dataclass(frozen=True)
class Confinement:
    """What a zygote's children are confined by. `layers` names the layers that are on."""

    layers: frozenset[str]
    limits: Limits
    readable: tuple[str, ...]
    """Files and folders that student code may read: Python, its libraries, the frozen banks."""


@functools.cache
def other_users() -> bool:
    """Whether we may become other users: as root, except in a container that knows only a few or forbids it.

    Needs /proc, once.
    """
    if os.getuid() != 0:
        return False
    with open("/proc/self/status") as f:
        (held,) = (int(line.split()[1], 16) for line in f if line.startswith("CapEff:"))
    if held & syscalls.CAPS_OF_USERS != syscalls.CAPS_OF_USERS:
        return False
    with open("/proc/self/uid_map") as f:
        ranges = [[int(n) for n in line.split()] for line in f]
    return any(first <= _FIRST_UID and first + count >= _FIRST_UID + _UIDS for first, _, count in ranges)


def uid_of(slot: int) -> int:
    """The user a child runs as: an unused one of its own where we may become one, else ourselves."""
    return _FIRST_UID + slot % _UIDS if other_users() else os.getuid()


def confine(how: Confinement, keep: set[int], scratch: str, uid: int) -> None:
    """Confine this process for good; of its descriptors only those in `keep` and empty 0, 1, 2 stay.

    `scratch` is its folder, already there and its own, unless the namespace layer makes one.
    Raises OSError if any part fails.
    """
    signal.set_wakeup_fd(-1)
    os.setsid()
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    syscalls.close_descriptors({0, 1, 2, *keep})
    if "namespaces" in how.layers:
        namespaces.private_scratch(uid, how.limits.disk, how.limits.inodes)
    os.umask(0o077)
    other = uid != os.getuid()
    _limit(how.limits, other)
    rules = -1
    if "landlock" in how.layers:
        rules = landlock.ruleset((*how.readable, *DEVICES[1:]), (scratch, DEVICES[0]))
    capabilities = 0
    if other:
        if how.layers == {"landlock", "seccomp"}:
            # Python may lie where only root may look; the rules above still decide what may be read
            capabilities = syscalls.CAP_DAC_READ_SEARCH
            syscalls.prctl(syscalls.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    syscalls.drop_capabilities(keep=capabilities)
    syscalls.no_new_privileges()
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    syscalls.die_with_parent()  # a change of user clears it, so only now
    os.chdir(scratch)
    if rules >= 0:
        landlock.enforce(rules)
    if "seccomp" in how.layers:
        seccomp.install(seccomp.filter_program(os.getpid()))


def _limit(limits: Limits, own_user: bool) -> None:
    total = int(limits.total) + 1
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: total,  # the guard's clock is the finer one
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_STACK: 8 << 20,
    }
    if own_user:  # otherwise the limit would count the instructor's processes
        wanted[resource.RLIMIT_NPROC] = limits.threads
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
