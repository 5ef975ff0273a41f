#!/bin/sh
# Makes build/bare/RELEASE.clean, a bare Debian in a folder, once: bare.sh RELEASE. Whoever uses it takes a copy.
# Needs root and the network; MIRROR and MIRROR_SECURITY say where from.
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
# What is installed later comes with its updates, as on a machine that an installer made.
cat >>"$clean.new/etc/apt/sources.list" <<END
deb ${MIRROR:-http://deb.debian.org/debian} $1-updates main
deb ${MIRROR_SECURITY:-http://deb.debian.org/debian-security} $1-security main
END
mv "$clean.new" "$clean"
