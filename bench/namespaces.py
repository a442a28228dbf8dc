"""Machines that are network namespaces: each with an address, a host name and a link of its own.

All that is made is taken away again. It needs root, iproute2 and Open MPI.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

BRIDGE = "firthbridge"
SUBNET = "10.77.0"
AGENT = """#!/bin/sh
# What mpirun starts its daemons with, in the place of ssh.
host=$1
shift
exec ip netns exec "$host" unshare --uts sh -c 'hostname "$0"; eval "$1"' "$host" "$*"
"""


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def host(number: int) -> str:
    return f"firth{number}"


def add_host(number: int, rate: str | None) -> None:
    name, outer = host(number), f"{host(number)}out"
    ip("netns", "add", name)
    ip("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", name)
    ip("link", "set", outer, "master", BRIDGE, "up")
    ip("-n", name, "address", "add", f"{SUBNET}.{number + 1}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        ip("-n", name, "link", "set", device, "up")
    if rate is not None:
        shape = ["root", "tbf", "rate", rate, "burst", "256kb", "latency", "50ms"]
        for inside, device in ((["-n", name], "eth0"), ([], outer)):
            subprocess.run(["tc", *inside, "qdisc", "add", "dev", device, *shape], check=True)


def end_processes(number: int) -> None:
    """What still runs on a machine, such as a daemon that mpirun no longer reaches."""
    command = ["ip", "netns", "pids", host(number)]
    for pid in subprocess.run(command, capture_output=True, text=True, check=False).stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def remove(hosts: int) -> None:
    for number in range(hosts):
        end_processes(number)
        # The link by itself: a namespace waits for the connections that it still has.
        for taken in (["link", "delete", f"{host(number)}out"], ["netns", "delete", host(number)]):
            subprocess.run(["ip", *taken], stderr=subprocess.DEVNULL, check=False)
        names = Path("/etc/netns") / host(number) / "hosts"
        with suppress(FileNotFoundError):
            names.unlink()
            names.parent.rmdir()
    subprocess.run(["ip", "link", "delete", BRIDGE], stderr=subprocess.DEVNULL, check=False)


@contextmanager
def network(hosts: int, rate: str | None) -> Iterator[list[str]]:
    """So many machines on one switch, links of `rate` ("1gbit") each way; yields how mpirun is started
    on the first of them, for one rank a machine."""
    with TemporaryDirectory() as folder:
        agent = Path(folder) / "agent"
        agent.write_text(AGENT, encoding="ascii")
        agent.chmod(0o755)
        remove(hosts)
        try:
            ip("link", "add", BRIDGE, "up", "type", "bridge")
            known = "127.0.0.1 localhost\n" + "".join(
                f"{SUBNET}.{number + 1} {host(number)}\n" for number in range(hosts)
            )
            for number in range(hosts):
                names = Path("/etc/netns") / host(number) / "hosts"
                names.parent.mkdir(parents=True, exist_ok=True)
                names.write_text(known, encoding="ascii")
                add_host(number, rate)
            yield [
                str(agent), host(0), "mpirun", "--allow-run-as-root", "--bind-to", "none",
                "--host", ",".join(f"{host(number)}:1" for number in range(hosts)),
                "--mca", "plm_rsh_agent", str(agent), "--mca", "btl", "tcp,self",
                "--mca", "btl_tcp_if_include", "eth0", "--mca", "oob_tcp_if_include", "eth0",
            ]
        finally:
            remove(hosts)


def cut(number: int) -> None:
    """Takes a machine off the network."""
    ip("link", "set", f"{host(number)}out", "down")


def sent_bytes(number: int) -> int:
    """What a machine's link has carried away."""
    path = "/sys/class/net/eth0/statistics/tx_bytes"
    command = ["ip", "netns", "exec", host(number), "cat", path]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

