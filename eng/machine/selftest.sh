#!/usr/bin/env bash
# selftest.sh [CUTS]
# Shows that the machine is a machine: its power is cut CUTS times (default 3) while a program writes, and it reboots once from inside.
# What was acknowledged is recorded out here. Fsynced lines must all be there after the next boot; of those that were not fsynced some
# must be missing, or this machine could not tell the two apart. The last line has the figures.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/settings.sh"

cuts=${1:-3}
[[ $cuts =~ ^[0-9]+$ ]] && [ "$cuts" -ge 1 ] || machine_usage
work=$(mktemp -d)
log=$work/serial.log
port=$((20000 + RANDOM % 20000))
pid='' writer='' failures=0 boots=0 lines=0
export MACHINE_OWNER=$$

stop() {
    [ -z "$writer" ] || kill "$writer" 2> /dev/null || true
    [ -z "$pid" ] || "$here/kill.sh" "$pid" || true
    rm -rf "$work"
}
trap stop EXIT

check() {
    if [ "$2" = yes ]; then
        echo "ok    $1"
    else
        echo "FAIL  $1 ${3:-}"
        failures=$((failures + 1))
    fi
}
is() { if "$@" > /dev/null; then echo yes; else echo no; fi; }

ask() {
    local answer
    exec 3<> "/dev/tcp/127.0.0.1/$port"
    echo "$1" >&3
    IFS= read -r -t 60 answer <&3 || answer=''
    exec 3>&-
    echo "$answer"
}

power_on() {
    local started
    started=$(date +%s%N)
    pid=$(MACHINE_ENVIRONMENT='PROBE_GREETING="two words"' "$here/start.sh" "$work/machine.cpio" "$work/disk.img" "$log" "$port:7000")
    boots=$((boots + 1))
    "$here/wait.sh" "$pid" "$log" "probe: listens" 300 "$boots"
    echo $(($(date +%s%N) - started)) >> "$work/boot-times"
    awk '{print int(($14 + $15) / 100 + 0.5)}' "/proc/$pid/stat" >> "$work/boot-processor"
}

cut_power() {
    "$here/kill.sh" "$pid"
    pid=''
}

# Writes fsynced lines until the link breaks.
write_durable() {
    local number=0 answer
    exec 5<> "/dev/tcp/127.0.0.1/$port"
    while true; do
        number=$((number + 1))
        echo "$1-$number" >> "$work/durable.sent"
        echo "durable $1-$number" >&5
        IFS= read -r -t 60 answer <&5 || return 0
        [ "$answer" != acknowledged ] || echo "$1-$number" >> "$work/durable.acknowledged"
    done
}

write_careless() {
    local number
    for number in $(seq 5); do
        [ "$(ask "careless $1-$number")" != acknowledged ] || echo "$1-$number" >> "$work/careless.acknowledged"
    done
}

words() { tr ' ' '\n' | sed '/^$/d' | LC_ALL=C sort; }
missing() { LC_ALL=C comm -23 <(LC_ALL=C sort "$1") "$2" | wc -l; }
tenths() { awk -v unit="$1" '{print $1 / unit}' "$2" | sort -n | awk '{v[NR] = $1} END {printf "%.1f", v[int((NR + 1) / 2)]}'; }

"$here/prepare.sh" clang zlib1g-dev
echo "machine: publishes the probe (AOT)"
nice -n 10 dotnet publish "$here/probe" -c Release -r linux-x64 -o "$work/probe" -v q -nologo > "$work/publish.log" 2>&1 ||
    { tail -n 20 "$work/publish.log"; die "the probe does not publish."; }
"$here/image.sh" "$work/machine.cpio" "$work/probe"
"$here/disk.sh" "$work/disk.img" 64
touch "$work"/{durable,careless}.{sent,acknowledged}

for round in $(seq "$cuts"); do
    power_on
    write_durable "$round" 2> /dev/null &
    writer=$!
    sleep "1.$((RANDOM % 900 + 100))"
    write_careless "$round"
    cut_power
    wait "$writer" || true
    writer=''
done

power_on
durable_lost=0 careless_lost=0
ask "read durable" | words > "$work/durable.found"
ask "read careless" | words > "$work/careless.found"
durable_lost=$(missing "$work/durable.acknowledged" "$work/durable.found")
careless_lost=$(missing "$work/careless.acknowledged" "$work/careless.found")
foreign=$(LC_ALL=C comm -13 <(LC_ALL=C sort "$work/durable.sent") "$work/durable.found" | wc -l)
durable=$(wc -l < "$work/durable.acknowledged")
careless=$(wc -l < "$work/careless.acknowledged")
check "lines were acknowledged in every round" "$(is [ "$(cut -d - -f 1 "$work/durable.acknowledged" | sort -u | wc -l)" -eq "$cuts" ])"
check "every fsynced line survives the power cuts" "$(is [ "$durable_lost" -eq 0 ])" "$durable_lost of $durable lost"
check "no line stands there that nobody wrote" "$(is [ "$foreign" -eq 0 ])" "$foreign lines"
check "lines that were not fsynced are lost" "$(is [ "$careless_lost" -gt 0 ])" "$careless acknowledged, all there"

first=$(ask boot)
[ "$(ask "durable before-reboot")" = acknowledged ] || check "a line before the reboot is acknowledged" no
ask reboot > /dev/null
boots=$((boots + 1))
"$here/wait.sh" "$pid" "$log" "probe: listens" 300 "$boots"
second=$(ask boot)
check "a reboot from inside changes the boot id" "$(is [ -n "$second" -a "$first" != "$second" ])" "$first, $second"
check "the disk is the same after it" "$(is grep -q before-reboot <<< "$(ask "read durable")")"
check "every boot had an id of its own" "$(is [ "$(grep -a 'machine: boot ' "$log" | sort -u | wc -l)" -eq "$boots" ])"

guest_time=$(date -d "$(grep -ao 'program starts at.*' "$log" | tail -n 1 | sed 's/.*, //' | tr -d '\r')" +%s)
lag=$(($(date +%s) - guest_time))
check "its clock is right" "$(is [ "$lag" -ge -1 -a "$lag" -le 60 ])" "$lag s behind"
check "the environment reaches the program" "$(is grep -aq 'listens, two words' "$log")"
tls=$(ask tls)
check "TLS works inside" "$(is [ "$tls" = Tls13 ])" "$tls"
back=$((port + 1))
mkdir "$work/outside"
"$work/probe/Probe" "$work/outside" "127.0.0.1:$back" > /dev/null &
writer=$!
sleep 1
called=$(ask "call host:$back")
check "it reaches this computer as 'host'" "$(is [ "$called" = "$(cat /proc/sys/kernel/random/boot_id)" ])" "$called"
memory=$(ask memory)
cut_power

echo "machine: from power to program $(tenths 1000000000 "$work/boot-times") s ($(tenths 1 "$work/boot-processor") s of processor), $memory"
echo "machine: $cuts power cuts, $durable fsynced lines acknowledged, $durable_lost lost; $careless others, $careless_lost lost;" \
    "1 reboot; $failures failures"
[ "$failures" -eq 0 ]
