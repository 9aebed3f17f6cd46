# Read by the other scripts of this folder (`source`): where things are kept, and how they speak of trouble.

# Packages and the unpacked kernel are kept here, outside of the repository.
MACHINE_CACHE=${MACHINE_CACHE:-${TMPDIR:-/tmp}/dmp-machine}
MACHINE_KERNEL_ROOT=$MACHINE_CACHE/kernel

# mkfs.ext4 and ldconfig are there for every user, but not on every user's path.
PATH=$PATH:/usr/sbin:/sbin

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

machine_usage() {
    sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0" >&2
    exit 2
}

kernel_version() {
    local folder
    for folder in "$MACHINE_KERNEL_ROOT"/lib/modules/*/; do
        [ -f "$folder/modules.dep" ] && basename "$folder" && return
    done
    die "there is no kernel in $MACHINE_KERNEL_ROOT; run $(dirname "${BASH_SOURCE[0]}")/prepare.sh first."
}

# A process is gone when its last thread is: one that was killed in the middle of a write still finishes that write.
# A zombie that nobody waits for counts as gone.
machine_alive() {
    { sed -n 's/.*) \(.\).*/\1/p' "/proc/$1/task"/*/stat 2> /dev/null || true; } | grep -q '[^ZX]'
}
