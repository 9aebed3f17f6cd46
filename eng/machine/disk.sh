#!/usr/bin/env bash
# disk.sh FILE SIZE_MB [FOLDER]
# Makes a fresh ext4 disk, with the files of FOLDER on it. The machine mounts it at /data. No root needed.
set -euo pipefail
source "$(dirname "$0")/settings.sh"

[ $# -ge 2 ] && [ $# -le 3 ] || machine_usage
file=$1 size=$2 folder=${3:-}
[[ $size =~ ^[0-9]+$ ]] && [ "$size" -ge 8 ] || die "SIZE_MB is a number of at least 8, not '$size'."
[ -z "$folder" ] || [ -d "$folder" ] || die "there is no folder '$folder'."

rm -f "$file"
truncate -s "${size}M" "$file"
# Nothing lazy: otherwise the kernel's own background writing mixes with what is measured.
mkfs.ext4 -q -F -m 0 -E lazy_itable_init=0,lazy_journal_init=0,root_owner=0:0 ${folder:+-d "$folder"} "$file"
