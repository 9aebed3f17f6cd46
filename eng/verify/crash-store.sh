#!/usr/bin/env bash
# What LocalHub has acknowledged survives: `dmp hub --data` under load, killed with kill -9 at random moments (200 times, or as often as
# given) and, in a machine of its own, by cutting its power (10 times); each time it is started again and asked for what it had
# acknowledged. The record is kept by the load program, which is never killed. A killed process leaves its writes to the kernel: only
# the power cuts show that the disk is flushed.
# Usage: eng/verify/crash-store.sh [kills] [power cuts]      0 leaves a part out
#        eng/verify/crash-store.sh --off [power cuts]        power cuts with synchronous=OFF (2): must lose writes, so it must FAIL
# Ends with a line of figures for each part; succeeds only where nothing was lost and the store opened every time.
# The machine needs QEMU and, for a smaller program, clang (eng/machine/prepare.sh fetches them); see eng/machine/README.md.
set -uo pipefail
cd "$(dirname "$0")/../.."

off=''
if [ "${1:-}" = --off ]; then
    off=yes
    set -- 0 "${2:-2}"
fi
kills=${1:-200} cuts=${2:-10}
for number in "$kills" "$cuts"; do
    if ! [[ $number =~ ^[0-9]+$ ]]; then
        echo "crash-store.sh: '$number' is no number of kills; give 0 or more" >&2
        exit 2
    fi
done

folder=$(mktemp -d)
seed=''
trap '[ -z "$seed" ] || kill "$seed" 2> /dev/null; rm -rf "$folder"' EXIT
export MACHINE_OWNER=$$

dotnet build eng/verify/crash-store -c Release -v q -nologo || exit 1
load="dotnet eng/verify/crash-store/bin/Release/net10.0/crash-store.dll"

# AOT where it can be: it boots in seconds. A JIT program needs twice the memory.
publish() {
    dotnet publish src/DeviceManagementPatterns.Cli -c Release -r linux-x64 --artifacts-path "$folder/artifacts" -o "$folder/program" \
        -p:InvariantGlobalization=true -v q -nologo "$@" > "$folder/publish.log" 2>&1
}
if [ "$cuts" -gt 0 ]; then
    eng/machine/prepare.sh clang zlib1g-dev || exit 1
fi
if publish -p:PublishAot=true; then
    memory=256
elif rm -rf "$folder/program" "$folder/artifacts" && publish --self-contained; then
    memory=512
    echo "crash-store.sh: published with a JIT, because AOT did not work here"
else
    tail -n 20 "$folder/publish.log" >&2
    exit 1
fi
rm -rf "$folder/artifacts"
tool=$folder/program/dmp
failures=0

if [ "$kills" -gt 0 ]; then
    mkdir "$folder/process"
    $load process "$tool" "$folder/process" "$kills" || failures=1
fi

# A first run makes keys and certificates out here, so that the load program knows them; its state is the disk's first content.
fill_disk() {
    mkdir -p "$folder/machine/seed"
    "$tool" hub --mqtts-port 0 --https-port 0 --data "$folder/machine/seed/state" --cert-dir "$folder/machine/seed/certificates" \
        --ready-file "$folder/machine/running.json" > /dev/null &
    seed=$!
    for _ in $(seq 600); do
        [ -s "$folder/machine/running.json" ] && break
        sleep 0.1
    done
    cp "$folder/machine/running.json" "$folder/machine/ready.json" || return 1
    kill "$seed" && wait "$seed"
    seed=''
    eng/machine/disk.sh "$folder/machine/disk.img" 256 "$folder/machine/seed"
}

if [ "$cuts" -gt 0 ]; then
    fill_disk || exit 1
    echo 'set -- hub --listen 0.0.0.0 --https-port 8443 --mqtts-port 8883 --data /data/state --cert-dir /data/certificates' > "$folder/machine/commands"
    eng/machine/image.sh "$folder/machine/machine.cpio" "$folder/program" "$folder/machine/commands" || exit 1
    export MACHINE_MEMORY=$memory MACHINE_ENVIRONMENT="${off:+DMP_TEST_STORE_UNFLUSHED=1}"
    $load machine eng/machine "$folder/machine" "$cuts" || failures=1
    [ -z "$off" ] || echo "crash-store.sh: synchronous was OFF; a run that lost nothing would be the fault"
fi

[ "$failures" -eq 0 ]
