"""A private world for the zygote: own file tree, processes, network, IPC. Only `readable` paths exist in it.

Entered once, before anything is imported; each student's process then gets its own process namespace
and its own sized scratch folder (`private_scratch`), which costs microseconds.
"""

import os
import tempfile
from collections.abc import Iterable

from grader.engine.sandbox import syscalls
from grader.engine.sandbox.syscalls import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    mount,
    syscall,
    umount,
)

SCRATCH = "/scratch"
"""The only writable folder of the private tree."""

_PRIVATE = (
    syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUTS
    | syscalls.CLONE_NEWCGROUP
)


def separate() -> None:
    """Leave the machine's namespaces. The next child is process 1 of the new one. Raises OSError."""
    uid, gid = os.getuid(), os.getgid()
    try:
        syscalls.unshare(_PRIVATE)  # root needs no user namespace, and is safer without
    except PermissionError:
        syscalls.unshare(_PRIVATE | syscalls.CLONE_NEWUSER)
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{uid} {uid} 1"),
            ("gid_map", f"{gid} {gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as f:
                f.write(text)


def private_root(readable: Iterable[str]) -> None:
    """Change to a root that holds read-only views of `readable` and an empty scratch folder. Raises OSError."""
    mount(None, "/", None, MS_PRIVATE | MS_REC)
    root = tempfile.gettempdir()  # only a mount point: what is mounted here vanishes with the namespace
    paths = [p for p in readable if os.path.lexists(p)]
    links = {p: os.readlink(p) for p in paths if os.path.islink(p) and os.path.dirname(p) == "/"}
    # opened before the mount hides them, should one of them lie under the temporary folder
    sources = {p: os.open(p, os.O_PATH) for p in paths if p not in links}
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,nr_inodes=2000,mode=755")
    for path, target in links.items():
        os.symlink(target, root + path)
    for path, fd in sources.items():
        _bind(f"/proc/self/fd/{fd}", root + path, device=path.startswith("/dev/"))
        os.close(fd)
    os.makedirs(root + SCRATCH, exist_ok=True)
    os.chdir(root)
    syscall("pivot_root", b".", b".")
    umount(".")
    mount(None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    os.chdir("/")


def _bind(source: str, target: str, device: bool) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    elif not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    mount(source, target, None, MS_BIND)
    if device:
        return
    # a user namespace may not clear flags that the original mount has
    has = os.statvfs(target).f_flag
    keep = has & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    keep |= sum(new for old, new in ((1024, 0x400), (2048, 0x800), (4096, 0x200000)) if has & old)
    mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | keep)


def private_scratch(uid: int, size: int, inodes: int) -> None:
    """Mount an empty scratch folder that this process alone sees, `size` bytes large. Raises OSError."""
    syscalls.unshare(syscalls.CLONE_NEWNS)
    options = f"size={size},nr_inodes={inodes},mode=700,uid={uid}"
    mount("tmpfs", SCRATCH, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
