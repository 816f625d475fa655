"""Landlock: which files a process may touch, decided by itself and for good."""

import os
import stat
import struct
from collections.abc import Iterable

from grader.engine.sandbox.syscalls import no_new_privileges, syscall

# rights, in the order of their bits
EXECUTE, WRITE, READ, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << i for i in range(6))
MAKE_DIR, MAKE_REG = 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

READ_ONLY = READ | READ_DIR
# no symbolic links, FIFOs, sockets or devices in a scratch folder
READ_WRITE = READ_ONLY | WRITE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
OF_A_FILE = EXECUTE | WRITE | READ | TRUNCATE | IOCTL_DEV

_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights an ABI knows
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_NET_TCP = 3  # bind and connect
_SCOPED = 3  # abstract unix sockets and signals


def abi() -> int:
    """The Landlock ABI of this kernel, 0 where there is none."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _CREATE_RULESET_VERSION)
    except OSError:
        return 0


def ruleset(readable: Iterable[str], writable: Iterable[str]) -> int:
    """A rule set that denies every file outside the given folders, TCP and foreign signals where the kernel can.

    The descriptor is for `enforce`; paths that do not exist are left out. Raises OSError where Landlock is missing.
    """
    version = abi()
    if version < 1:
        raise OSError("Landlock is not available")
    handled = (1 << _RIGHTS.get(version, 16)) - 1
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = struct.pack("=QQQ", handled, _NET_TCP, _SCOPED)[:size]
    ruleset = syscall("landlock_create_ruleset", rules, size, 0)
    try:
        for paths, rights in ((readable, READ_ONLY), (writable, READ_WRITE)):
            for path in paths:
                _allow(ruleset, path, rights & handled)
    except OSError:
        os.close(ruleset)
        raise
    return ruleset


def enforce(ruleset: int) -> None:
    """Apply a rule set to this process for good, and close it. Raises OSError."""
    no_new_privileges()
    syscall("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= OF_A_FILE
        rule = struct.pack("=Qi", rights, fd)
        syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(fd)
