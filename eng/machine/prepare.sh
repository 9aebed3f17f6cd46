#!/usr/bin/env bash
# prepare.sh [PACKAGE ...]
# Fetches what the machine needs from Debian: QEMU, busybox, cpio and mkfs are installed, the cloud kernel is only unpacked into
# MACHINE_CACHE (default ${TMPDIR:-/tmp}/dmp-machine). Further packages are installed, too: an AOT publish needs clang and zlib1g-dev.
# Does nothing where everything is there. Only installing needs root.
set -euo pipefail
source "$(dirname "$0")/settings.sh"

declare -A package_of=(
    [qemu-system-x86_64]=qemu-system-x86
    [busybox]=busybox-static
    [cpio]=cpio
    [mkfs.ext4]=e2fsprogs
)

missing_packages() {
    local tool
    for tool in "${!package_of[@]}"; do
        command -v "$tool" > /dev/null || echo "${package_of[$tool]}"
    done
    # A busybox that needs libraries is of no use before there are any.
    if command -v busybox > /dev/null && ldd "$(command -v busybox)" > /dev/null 2>&1; then
        echo busybox-static
    fi
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)" = installed ] || echo "$package"
    done
}

update_once() {
    [ -z "${updated:-}" ] || return 0
    [ "$(id -u)" -eq 0 ] || return 0
    apt-get update -qq || die "apt-get update failed; is a Debian mirror within reach?"
    updated=yes
}

install_packages() {
    [ $# -gt 0 ] || return 0
    command -v apt-get > /dev/null || die "needs $* (Debian's names), and there is no apt-get to install them with."
    [ "$(id -u)" -eq 0 ] || die "needs $*: run 'apt-get install --no-install-recommends $*' as root, or this script as root."
    update_once
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > "$MACHINE_CACHE/install.log" 2>&1 ||
        die "apt-get install $* failed: $(tail -n 3 "$MACHINE_CACHE/install.log")"
}

kernel_package() {
    apt-cache depends linux-image-cloud-amd64 2> /dev/null | awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ {print $2; exit}'
}

fetch_kernel() {
    local package folder=$MACHINE_CACHE/kernel.new
    command -v apt-get > /dev/null || die "needs Debian's package linux-image-cloud-amd64, and there is no apt-get to fetch it with."
    package=$(kernel_package)
    if [ -z "$package" ]; then
        update_once
        package=$(kernel_package)
    fi
    [ -n "$package" ] || die "apt knows no linux-image-cloud-amd64: it is Debian's; its package lists may be missing (apt-get update)."

    rm -rf "$folder"
    mkdir -p "$folder/download"
    (cd "$folder/download" && apt-get download -qq -o APT::Sandbox::User=root "$package") ||
        { update_once && (cd "$folder/download" && apt-get download -qq -o APT::Sandbox::User=root "$package"); } ||
        die "apt-get download $package failed."
    dpkg -x "$folder"/download/*.deb "$folder"
    rm -rf "$folder/download" "$folder/usr/share/doc"
    # The package leaves this to its installation script.
    busybox depmod -b "$folder" "$(basename "$folder"/lib/modules/*)"
    rm -rf "$MACHINE_KERNEL_ROOT"
    mv "$folder" "$MACHINE_KERNEL_ROOT"
}

[ "$(uname -m)" = x86_64 ] || die "knows x86_64 only, this is $(uname -m)."
mkdir -p "$MACHINE_CACHE"
exec 9> "$MACHINE_CACHE/lock"
flock 9

mapfile -t missing < <(missing_packages "$@" | sort -u)
install_packages "${missing[@]}"
compgen -G "$MACHINE_KERNEL_ROOT/lib/modules/*/modules.dep" > /dev/null || fetch_kernel
echo "machine: kernel $(kernel_version), $(qemu-system-x86_64 --version | head -n 1)"
