"""Runs a command as a container without namespaces would: python container.py USERS COMMAND...

In a user namespace of its own with the first USERS users of this machine (1: only ourselves, as root), which forbids
itself every further mount namespace. Needs to be root itself for more than one user.
"""

import os
import sys

from grader.engine.sandbox import syscalls


def main(users: int, command: list[str]) -> None:
    """Run the command; exits as it does."""
    ready, go = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        syscalls.unshare(syscalls.CLONE_NEWUSER)
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        os.setgid(0)
        os.setuid(0)
        with open("/proc/sys/user/max_mnt_namespaces", "w") as f:
            f.write("0")
        os.execvp(command[0], command)
    os.read(ready[0], 1)
    if users == 1:
        with open(f"/proc/{pid}/setgroups", "w") as f:
            f.write("deny")
    for kind, first in (("uid", os.getuid()), ("gid", os.getgid())):
        with open(f"/proc/{pid}/{kind}_map", "w") as f:
            f.write(f"0 {first} {users}")
    os.write(go[1], b"x")
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
