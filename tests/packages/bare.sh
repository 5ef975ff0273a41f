#!/bin/sh
# Makes build/bare/SUITE, a bare Debian in a folder, once: bare.sh SUITE. Needs root and the network.
set -eu
cd "$(dirname "$0")/../.."
[ -e "build/bare/$1/etc/os-release" ] && exit
command -v debootstrap >/dev/null || {
	echo 'fuda: installing with apt-get: debootstrap' >&2
	apt-get update -qq && apt-get install -qq -y --no-install-recommends debootstrap >/dev/null
}
rm -rf "build/bare/$1"
mkdir -p build/bare
debootstrap --variant=minbase "$1" "build/bare/$1" >"build/bare/$1.log" 2>&1 || { tail "build/bare/$1.log" >&2; exit 1; }
