#!/usr/bin/env bash
# kill.sh PID
# Cuts the machine's power: ends exactly that QEMU with SIGKILL and returns when it is gone and its disk is free.
set -euo pipefail
source "$(dirname "$0")/settings.sh"

[ $# -eq 1 ] || machine_usage
pid=$1
[[ $pid =~ ^[0-9]+$ ]] || die "PID is a number, not '$pid'."

machine_alive "$pid" || exit 0
# The kernel keeps 15 characters of a name.
[ "$(cat "/proc/$pid/comm")" = qemu-system-x86 ] || die "process $pid is no machine but '$(cat "/proc/$pid/comm")'."
kill -KILL "$pid"
for _ in $(seq 500); do
    machine_alive "$pid" || exit 0
    sleep 0.02
done
die "process $pid did not end within 10 seconds."
