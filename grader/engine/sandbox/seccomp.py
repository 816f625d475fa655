"""seccomp: the system calls a student's process may make. Everything not listed fails with EPERM.

Python and numpy notice nothing. What is missing: new processes, exec, sockets, signals to others, ptrace,
mounts, namespaces, keys, memory files, io_uring, foreign limits and priorities.
"""

import ctypes
import errno
import functools
import signal
import struct

from grader.engine.sandbox.syscalls import MACHINE, no_new_privileges, syscall

# name=x86_64/aarch64 ('-' where a machine does not have it)
_TABLE = """
read=0/63 write=1/64 open=2/- close=3/57 stat=4/- fstat=5/80 lstat=6/- poll=7/- lseek=8/62 mmap=9/222
mprotect=10/226 munmap=11/215 brk=12/214 rt_sigaction=13/134 rt_sigprocmask=14/135 rt_sigreturn=15/139
ioctl=16/29 pread64=17/67 pwrite64=18/68 readv=19/65 writev=20/66 access=21/- pipe=22/- select=23/-
sched_yield=24/124 mremap=25/216 msync=26/227 madvise=28/233 dup=32/23 dup2=33/- pause=34/-
nanosleep=35/101 getitimer=36/102 alarm=37/- setitimer=38/103 getpid=39/172 sendfile=40/71 sendto=44/206
recvfrom=45/207 sendmsg=46/211 recvmsg=47/212 shutdown=48/210 getsockname=51/204 getpeername=52/205
socketpair=53/199 setsockopt=54/208 getsockopt=55/209 clone=56/220 exit=60/93 wait4=61/260 kill=62/129
uname=63/160 fcntl=72/25 flock=73/32 fsync=74/82 fdatasync=75/83 ftruncate=77/46 getdents=78/- getcwd=79/17
chdir=80/49 fchdir=81/50 rename=82/- mkdir=83/- rmdir=84/- creat=85/- link=86/- unlink=87/- readlink=89/-
chmod=90/- fchmod=91/52 umask=95/166 gettimeofday=96/169 getrlimit=97/163 getrusage=98/165 sysinfo=99/179
times=100/153 getuid=102/174 getgid=104/176 geteuid=107/175 getegid=108/177 getppid=110/173 getpgrp=111/-
getgroups=115/158 getresuid=118/148 getresgid=120/150 getpgid=121/155 getsid=124/156 rt_sigpending=127/136
rt_sigtimedwait=128/137 sigaltstack=131/132 utime=132/- statfs=137/43 fstatfs=138/44 getpriority=140/141
sched_getparam=143/121 sched_getscheduler=145/120 sched_get_priority_max=146/125 sched_get_priority_min=147/126
prctl=157/167 arch_prctl=158/- gettid=186/178 setxattr=188/5 lsetxattr=189/6 fsetxattr=190/7
getxattr=191/8 lgetxattr=192/9 fgetxattr=193/10 listxattr=194/11 llistxattr=195/12 flistxattr=196/13
removexattr=197/14 lremovexattr=198/15 fremovexattr=199/16 time=201/- futex=202/98 sched_setaffinity=203/122
sched_getaffinity=204/123 epoll_create=213/- getdents64=217/61 set_tid_address=218/96 restart_syscall=219/128
fadvise64=221/223
clock_gettime=228/113 clock_getres=229/114 clock_nanosleep=230/115 exit_group=231/94
epoll_wait=232/- epoll_ctl=233/21 tgkill=234/131 utimes=235/- waitid=247/95 openat=257/56 mkdirat=258/34
newfstatat=262/79 unlinkat=263/35 renameat=264/- linkat=265/37 readlinkat=267/78 fchmodat=268/53 faccessat=269/48
pselect6=270/72 ppoll=271/73 set_robust_list=273/99 get_robust_list=274/100 splice=275/76 tee=276/77
utimensat=280/88 epoll_pwait=281/22 signalfd=282/- timerfd_create=283/85 eventfd=284/-
fallocate=285/47 timerfd_settime=286/86 timerfd_gettime=287/87 signalfd4=289/74 eventfd2=290/19
epoll_create1=291/20 dup3=292/24 pipe2=293/59 preadv=295/69 pwritev=296/70 prlimit64=302/261 getcpu=309/168
renameat2=316/276 getrandom=318/278 userfaultfd=323/282 membarrier=324/283 mlock2=325/284 copy_file_range=326/285
statx=332/291 rseq=334/293 io_uring_setup=425/425 clone3=435/435
close_range=436/436 openat2=437/437 faccessat2=439/439 epoll_pwait2=441/441 fchmodat2=452/452
"""

# Not there: what asks or changes which pages of files are in memory (mincore, readahead, preadv2), by which one
# submission could tell another what it saw, and timers that send any signal.
# modes, times and caching of files are no business of an exercise, but libraries set them in passing
_PRETEND = ["fadvise64", "chmod", "fchmod", "fchmodat", "fchmodat2", "utime", "utimes", "utimensat"]
# the C library falls back to the older call
_MISSING = ["clone3", "openat2", "io_uring_setup", "userfaultfd"]
_UNSUPPORTED = "setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr "
_UNSUPPORTED += "removexattr lremovexattr fremovexattr"
_CONDITIONAL = [
    "clone",
    "open",
    "openat",
    "socketpair",
    "kill",
    "tgkill",
    "prlimit64",
    "sched_setaffinity",
    "fcntl",
    "ioctl",
    "prctl",
]

_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_SET_MODE_FILTER = 1

_CLONE_THREAD = 0x10000
_CLONE_NAMESPACES = 0x7E020000 | 0x80 | 0x2000  # all namespaces, CLONE_NEWTIME, CLONE_PTRACE
_O_TRUNC, _ACCESS_MODE = 0o1000, 0o3
_WORD = 0xFFFFFFFF

Condition = tuple[float, int, int]
"""Argument number (+ 0.5: its upper half), mask, value: holds where argument & mask == value."""


@functools.cache
def syscall_numbers(machine: str) -> dict[str, int]:
    """Call numbers by name, without those the machine does not have."""
    column = list(_ARCH).index(machine)
    pairs = (item.split("=") for item in _TABLE.split())
    return {n: int(v) for n, both in pairs if (v := both.split("/")[column]) != "-"}


def _instruction(code: int, yes: int, no: int, k: int) -> bytes:
    return struct.pack("=HBBI", code, yes, no, k & _WORD)


def _load(offset: int) -> bytes:
    return _instruction(0x20, 0, 0, offset)


def _return(action: int) -> bytes:
    return _instruction(0x06, 0, 0, action)


def filter_program(pid: int, machine: str = MACHINE) -> bytes:
    """The filter, in the kernel's classic BPF; signals reach `pid` only. Raises KeyError for an unknown machine.

    Not even `pid` gets a SIGKILL: where one came, it came from outside.
    """
    head, tail = _halves(machine)
    known = syscall_numbers(machine)
    rules = b""
    for name, place in (("kill", 1), ("tgkill", 2)):  # where the signal stands among the arguments
        rules += _rule(known[name], _ERRNO | errno.EPERM, ((place, _WORD, signal.SIGKILL),))
        rules += _rule(known[name], _ALLOW, ((0, _WORD, pid),))
    return head + rules + tail


def install(filter_program: bytes) -> None:
    """Apply the filter to this process, all its threads and for good. Raises OSError."""
    buffer = ctypes.create_string_buffer(filter_program, len(filter_program))
    header = struct.pack("@HP", len(filter_program) // 8, ctypes.addressof(buffer))
    no_new_privileges()
    syscall("seccomp", _SET_MODE_FILTER, 0, header)


def _rule(number: int, action: int, conditions: tuple[Condition, ...] = ()) -> bytes:
    """If the call has this number and all conditions hold, return the action; else go on."""
    body = b""
    for i, (argument, mask, value) in enumerate(conditions):
        to_end = 3 * (len(conditions) - i - 1) + 1
        body += _load(16 + int(8 * argument)) + _instruction(0x54, 0, 0, mask)
        body += _instruction(0x15, 0, to_end, value)
    body += _return(action)
    if conditions:
        body += _load(0)  # the accumulator holds an argument: fetch the call number again
    return _instruction(0x15, 0, len(body) // 8, number) + body


@functools.cache
def _halves(machine: str) -> tuple[bytes, bytes]:
    known = syscall_numbers(machine)

    def rules(names: list[str], action: int, *sets: tuple[Condition, ...]) -> bytes:
        here = [known[n] for n in names if n in known]
        return b"".join(_rule(n, action, s) for n in here for s in sets or ((),))

    special = {*_PRETEND, *_MISSING, *_UNSUPPORTED.split(), *_CONDITIONAL}
    head = _load(4) + _instruction(0x15, 1, 0, _ARCH[machine]) + _return(_KILL) + _load(0)
    head += rules([n for n in known if n not in special], _ALLOW)
    head += rules(_PRETEND, _ERRNO)
    head += rules(_MISSING, _ERRNO | errno.ENOSYS)
    head += rules(_UNSUPPORTED.split(), _ERRNO | errno.EOPNOTSUPP)

    threads_only = (0, _CLONE_THREAD | _CLONE_NAMESPACES, _CLONE_THREAD)
    tail = rules(["clone"], _ALLOW, (threads_only,))
    for name, flags in (("open", 1), ("openat", 2)):
        # truncating through a read-only open is a hole in Landlock before ABI 3
        tail += rules([name], _ERRNO | errno.EACCES, ((flags, _O_TRUNC | _ACCESS_MODE, _O_TRUNC),))
        tail += rules([name], _ALLOW)
    tail += rules(["socketpair"], _ALLOW, ((0, _WORD, 1), (1, 0xF, 1)))  # AF_UNIX stream: asyncio
    own_limits_read = ((0, _WORD, 0), (2, _WORD, 0), (2.5, _WORD, 0))
    tail += rules(["prlimit64"], _ALLOW, own_limits_read)
    tail += rules(["sched_setaffinity"], _ALLOW, ((0, _WORD, 0),))
    fcntl = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032, 1033, 1034)
    tail += rules(["fcntl"], _ALLOW, *(((1, _WORD, c),) for c in fcntl))
    terminal = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A)
    tail += rules(["ioctl"], _ALLOW, *(((1, _WORD, c),) for c in terminal))
    tail += rules(["prctl"], _ALLOW, *(((0, _WORD, c),) for c in (3, 15, 16, 0x53564D41)))
    return head, tail + _return(_ERRNO | errno.EPERM)
