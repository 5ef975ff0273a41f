#!/bin/sh
# Makes build/bare/RELEASE.clean, a bare Debian in a folder, once: bare.sh RELEASE. Whoever uses it takes a copy.
# Needs root and the network; MIRROR says where from.
set -eu
cd "$(dirname "$0")/../.."
clean=build/bare/$1.clean
[ ! -e "$clean" ] || exit 0
[ "$(id -u)" = 0 ] || { echo 'bare.sh: needs root' >&2; exit 2; }
gen/packages.sh bare
echo "bare.sh: making $1" >&2
rm -rf "$clean.new"
mkdir -p "$clean.new"
debootstrap --variant=minbase --include=ca-certificates "$1" "$clean.new" \
	"${MIRROR:-http://deb.debian.org/debian}" >"$clean.log" 2>&1 || { tail -n 20 "$clean.log" >&2; exit 2; }
mv "$clean.new" "$clean"
