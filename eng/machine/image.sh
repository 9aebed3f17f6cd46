#!/usr/bin/env bash
# image.sh OUT.cpio[.gz] PROGRAM_DIR [INIT_COMMANDS_FILE]
# Builds the machine's initramfs around a program: a .NET folder published for linux-x64, AOT or self-contained, with
# InvariantGlobalization (no ICU is copied). The libraries come from this computer. INIT_COMMANDS_FILE is a piece of shell that runs
# inside before the program does, with disk and network there; it may export variables and `set --` the arguments. No root needed.
# A plain .cpio boots sooner than a .cpio.gz and takes more memory while it boots.
#   MACHINE_PROGRAM   the file to start, where PROGRAM_DIR holds more than one program
set -euo pipefail
source "$(dirname "$0")/settings.sh"

[ $# -ge 2 ] && [ $# -le 3 ] || machine_usage
out=$1 program_dir=$2 commands=${3:-/dev/null}
[ -d "$program_dir" ] || die "there is no folder '$program_dir'."
[ -r "$commands" ] || die "there is no file '$commands'."
version=$(kernel_version)
modules=$MACHINE_KERNEL_ROOT/lib/modules/$version

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

is_elf() { [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]; }

find_program() {
    local file
    for file in "$program_dir"/*; do
        [ -f "$file" ] && [ -x "$file" ] && is_elf "$file" || continue
        case $(basename "$file") in
            *.so | *.dbg | createdump) ;;
            *) basename "$file" ;;
        esac
    done
}

# Prints a module's file after those it depends on.
declare -A placed=()
place_module() {
    local file=$1 needed
    [ -z "${placed[$file]:-}" ] || return 0
    placed[$file]=yes
    for needed in $(awk -F: -v file="$file" '$1 == file {print $2}' "$modules/modules.dep"); do
        place_module "$needed"
    done
    echo "$file"
}

find_module() {
    awk -F: -v name="$1" '{file = $1; sub(/.*\//, "", file); sub(/\.ko.*/, "", file); gsub(/-/, "_", file)} file == name {print $1}' \
        "$modules/modules.dep"
}

copy_modules() {
    local name file to
    mkdir "$root/modules"
    for name in crc32c_generic virtio_pci virtio_blk virtio_net ext4; do
        if grep -q "/${name//_/[_-]}\.ko" "$modules/modules.builtin"; then
            continue
        fi
        file=$(find_module "$name")
        [ -n "$file" ] || die "kernel $version has no module $name."
        place_module "$file"
    done > "$root/order"
    while read -r file; do
        to=/modules/$(basename "${file%.xz}")
        case $file in
            *.xz) xz -dc "$modules/$file" > "$root$to" ;;
            *) cp "$modules/$file" "$root$to" ;;
        esac
        echo "$to"
    done < "$root/order" > "$root/modules/order"
    rm "$root/order"
}

# What the program is linked to, and OpenSSL, which .NET opens by name.
copy_libraries() {
    {
        find "$program_dir" -type f ! -name '*.dbg' | while read -r file; do
            is_elf "$file" && { ldd "$file" 2> /dev/null || true; }
        done | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/.*ld-linux/ {print $1}' || true
        ldconfig -p | awk '/x86-64/ && $1 ~ /^(libssl\.so\.3|libcrypto\.so\.3|libz\.so\.1|libgcc_s\.so\.1)$/ {print $NF}'
    } | sort -u | grep -v "^$(realpath "$program_dir")/" | xargs cp -L --parents -t "$root"
}

compress() {
    case $out in
        *.gz) gzip -1 ;;
        *) cat ;;
    esac
}

program=${MACHINE_PROGRAM:-$(find_program)}
[ -n "$program" ] || die "found no program in '$program_dir'; is it published AOT or self-contained for linux-x64?"
[ "$(wc -w <<< "$program")" -eq 1 ] ||
    die "'$program_dir' has several programs, name one with MACHINE_PROGRAM: $(tr '\n' ' ' <<< "$program")"
[ -x "$program_dir/$program" ] || die "'$program_dir' has no program '$program'."

mkdir -p "$root"/{bin,data,dev,etc,proc,program,run,sys,tmp}
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $(busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
cp "$(dirname "$0")/init" "$root/init"
chmod 755 "$root/init"
cp "$commands" "$root/machine.commands"
echo "$program" > "$root/machine.program"
echo 'root:x:0:0:root:/tmp:/bin/sh' > "$root/etc/passwd"
echo 'root:x:0:' > "$root/etc/group"
echo 'hosts: files' > "$root/etc/nsswitch.conf"
copy_modules
copy_libraries
cp -a "$program_dir/." "$root/program/"
find "$root/program" \( -name '*.dbg' -o -name '*.pdb' \) -delete

(cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) | compress > "$out.new"
mv "$out.new" "$out"
