#!/usr/bin/env bash
# start.sh IMAGE DISK SERIAL_LOG [HOST_PORT:GUEST_PORT ...]
# Starts the machine in the background, prints QEMU's pid and returns at once. The guest's ports are forwarded from 127.0.0.1; the
# guest reaches this computer's loopback as 10.0.2.2. SERIAL_LOG is appended to. A reboot restarts the kernel in the same QEMU.
#   MACHINE_MEMORY       in MB, default 256
#   MACHINE_CPUS         default 1
#   MACHINE_ARGUMENTS    the program's arguments: MACHINE_ARGUMENTS='--hub "a b"'
#   MACHINE_ENVIRONMENT  the program's environment: MACHINE_ENVIRONMENT='A=1 B="two words"'
#   MACHINE_HOSTS        names that mean this computer inside, separated by commas ('localhost' may be one); 'host' always is
#   MACHINE_MOUNT        mount options of /data, default noauto_da_alloc,commit=300
#   MACHINE_AT_EXIT      when the program ends by itself: poweroff (default: QEMU ends), reboot, respawn
#   MACHINE_NICE         default 10
#   MACHINE_OWNER        a process id, '$$' in a script: the machine is killed when that process is gone
#   MACHINE_QEMU         more options for QEMU
set -euo pipefail
source "$(dirname "$0")/settings.sh"

[ $# -ge 3 ] || machine_usage
image=$1 disk=$2 log=$3
shift 3
[ -f "$image" ] || die "there is no image '$image'; image.sh makes one."
[ -f "$disk" ] || die "there is no disk '$disk'; disk.sh makes one."
command -v qemu-system-x86_64 > /dev/null || die "there is no QEMU; run prepare.sh first."
version=$(kernel_version)

network=user,id=net0
for pair in "$@"; do
    [[ $pair =~ ^([0-9]+):([0-9]+)$ ]] || die "'$pair' is not HOST_PORT:GUEST_PORT."
    network+=",hostfwd=tcp:127.0.0.1:${BASH_REMATCH[1]}-:${BASH_REMATCH[2]}"
done

# The kernel hands what it does not know to /init: NAME=value as environment, what follows -- as arguments.
append="console=ttyS0 quiet panic=1 mitigations=off random.trust_cpu=on rootfstype=ramfs"
append+=" MACHINE_NOT_BEFORE=$(date +%s) MACHINE_MOUNT=${MACHINE_MOUNT:-noauto_da_alloc,commit=300}"
append+=" MACHINE_AT_EXIT=${MACHINE_AT_EXIT:-poweroff} MACHINE_HOSTS=${MACHINE_HOSTS:-}"
append+=" ${MACHINE_ENVIRONMENT:-} -- ${MACHINE_ARGUMENTS:-}"
[ ${#append} -lt 2048 ] || die "arguments and environment are too long: ${#append} of 2047 characters."

# What killing this QEMU shows, and what it cannot show.
# Shown: the guest's memory is lost, and with it all that its kernel had not yet handed to the disk. As it writes back by no timer (see
# init), that is everything that was not fsynced, however long ago it was written. With cache=writeback a guest's flush becomes an
# fdatasync of the image, so flushes take time and a kill may fall into one, or into a write that is then half done.
# Not shown: a disk's own volatile cache. What the guest's kernel has handed to the disk is in this computer's page cache and outlives
# QEMU, flushed or not (cache=none would not change that). So a file system mounted without barriers, or direct I/O that lacks only the
# flush, looks safer here than it is; ext4's fsync always flushes. Nor is a sector torn, or lost after it was flushed.
drive=file=$disk,format=raw,if=none,id=disk0,cache=writeback,aio=threads,discard=unmap

pid_file=$(mktemp)
trap 'rm -f "$pid_file"' EXIT
ulimit -c 0
nice -n "${MACHINE_NICE:-10}" qemu-system-x86_64 \
    -no-user-config -nodefaults -display none -daemonize -pidfile "$pid_file" \
    -machine pc -accel tcg,tb-size=256 -cpu max -smp "${MACHINE_CPUS:-1}" -m "${MACHINE_MEMORY:-256}" -rtc base=utc,clock=host \
    -chardev "file,id=serial0,path=$log,append=on" -serial chardev:serial0 \
    -drive "$drive" -device virtio-blk-pci,drive=disk0 \
    -netdev "$network" -device virtio-net-pci,netdev=net0,romfile= \
    -kernel "$MACHINE_KERNEL_ROOT/boot/vmlinuz-$version" -initrd "$image" -append "$append" ${MACHINE_QEMU:-} 9>&- ||
    die "QEMU did not start (its message stands above; a forwarded port may be taken)."
pid=$(cat "$pid_file")

if [ -n "${MACHINE_OWNER:-}" ]; then
    (
        while kill -0 "$MACHINE_OWNER" && kill -0 "$pid"; do sleep 1; done
        "$(dirname "$0")/kill.sh" "$pid"
    ) < /dev/null > /dev/null 2>&1 &
fi
echo "$pid"
