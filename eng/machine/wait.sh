#!/usr/bin/env bash
# wait.sh PID SERIAL_LOG TEXT SECONDS [TIMES]
# Waits until TEXT stands in TIMES (default 1) lines of the serial log. Fails, with the log's end, when it does not within SECONDS
# or when the machine PID has ended or panicked.
set -euo pipefail
source "$(dirname "$0")/settings.sh"

[ $# -ge 4 ] && [ $# -le 5 ] || machine_usage
pid=$1 log=$2 text=$3 times=${5:-1}

seen() { [ "$(grep -acF -- "$text" "$log" 2> /dev/null || true)" -ge "$times" ]; }
give_up() {
    tail -n 20 "$log" >&2 || true
    die "'$text' did not appear $times time(s) in $log: $1."
}

end=$((SECONDS + $4))
until seen; do
    [ "$SECONDS" -lt "$end" ] || give_up "$4 seconds are over"
    ! grep -aqF 'Kernel panic' "$log" 2> /dev/null || give_up "the kernel panicked; has it enough MACHINE_MEMORY?"
    machine_alive "$pid" || seen || give_up "the machine has ended"
    sleep 0.1
done
