#!/bin/sh
# need.sh COMMAND[|COMMAND…]=PACKAGE[+PACKAGE…] …
# Makes sure that one command (or shared library, libNAME.so.N, or file, /…) of each entry is there: installs the Debian packages of those that
# are not, as root or through sudo; elsewhere says what to install and stops with status 2.
set -eu
PATH="$PATH:/usr/sbin:/sbin"

has() {
    command -v "$1" >/dev/null 2>&1
}

any_present() {
    for command in $(echo "$1" | tr '|' ' '); do
        case $command in
            # Where there is no ldconfig, nobody knows: the one who needs the library will say so.
            lib*.so.*) if ! has ldconfig || ldconfig -p | grep -qF "$command"; then return 0; fi ;;
            /*) if [ -e "$command" ]; then return 0; fi ;;
            *) if has "$command"; then return 0; fi ;;
        esac
    done
    return 1
}

packages=""
missing=""
for entry in "$@"; do
    if ! any_present "${entry%%=*}"; then
        missing="$missing
    $(echo "${entry%%=*}" | sed 's/|/ or /g') (Debian: $(echo "${entry#*=}" | tr '+' ' '))"
        packages="$packages $(echo "${entry#*=}" | tr '+' ' ')"
    fi
done
if [ -z "$packages" ]; then exit 0; fi

as_root=""
if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
if ! has apt-get || ! $as_root true 2>/dev/null; then
    echo "Please install these, then run make again:$missing" >&2
    exit 2
fi
echo "Installing$packages"
log=$(mktemp)
# RUNLEVEL=1 keeps an installed server from starting.
install() {
    $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install --yes --no-install-recommends $packages
}
# The lists may be stale or empty: refresh them when the first try fails.
if ! install >"$log" 2>&1 && ! { $as_root apt-get update && install; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "apt-get could not install these; please install them, then run make again:$missing" >&2
    exit 2
fi
rm -f "$log"
