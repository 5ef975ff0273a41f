#!/bin/sh
# Makes the Debian package, build/fuda_VERSION_ARCH.deb: make.sh, called by `make deb`.
#
# Version, licence and day are not written twice: they come from gen/base/version.h, LICENSE and the
# last commit, and the package of one commit is the same whenever it is made.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^#define FUDA_VERSION "\(.*\)"$/\1/p' gen/base/version.h)
day=$(git log -1 --format=%ct 2>/dev/null) || day=$(stat -c %Y CHANGES.md)
work=build/deb/fuda-$version

gen/packages.sh deb
rm -rf build/deb
mkdir -p "$work"
cp -R gen content layouts static Makefile README.md CHANGES.md LICENSE "$work"
mv "$work/gen/deb" "$work/debian"
rm "$work/debian/make.sh"
{
	cat gen/deb/copyright
	sed -n '5,$p' LICENSE | sed 's/^$/./; s/^/ /'
} >"$work/debian/copyright"
cat >"$work/debian/changelog" <<CHANGELOG
fuda ($version) unstable; urgency=medium

  * What is new stands in CHANGES.md.

 -- Fuda developers <fuda@packages.invalid>  $(LC_ALL=C date -u -R -d "@$day")
CHANGELOG
(cd "$work" && SOURCE_DATE_EPOCH=$day dpkg-buildpackage -us -uc >../log 2>&1) ||
	{ tail -40 build/deb/log >&2; exit 1; }
lintian --fail-on error,warning --info build/deb/*.changes
cp build/deb/*.deb build
ls build/fuda_*.deb
