#!/bin/sh
# The Debian package on a machine that has nothing: installed, upgraded, removed and purged in a chroot
# that debootstrap makes. Needs root and the network; `make deb-test` runs it, `make test` does not.
# SUITE_OF_DEBIAN is the version of Debian, by default the one of this machine.
cd "$(dirname "$0")/../.." && . tests/check.sh

suite=${SUITE_OF_DEBIAN:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
root=$(pwd)/build/bare/deb
version=$(sed -n 's/^#define FUDA_VERSION "\(.*\)"$/\1/p' gen/base/version.h)
deb=$(ls "build/fuda_${version}"_*.deb)

tests/packages/bare.sh "$suite" || exit
rm -rf "$root"
cp -a "build/bare/$suite.clean" "$root"
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

# The same with a higher number, as an upgrade would come.
cp "$deb" "$root/root/old.deb"
dpkg-deb -R "$deb" "$W/tree"
sed -i "s/^Version: .*/Version: $version+1/" "$W/tree/DEBIAN/control"
dpkg-deb --root-owner-group -b "$W/tree" "$root/root/new.deb" >/dev/null

inside apt-get update -qq
check 'installs' inside apt-get install -qq -y --no-install-recommends /root/old.deb
check 'runs' inside fuda --version
check 'has its user' inside id fuda
check 'the manual is there' test -e "$root/usr/share/man/man1/fuda.1.gz"
check 'nothing is started' sh -c '! ls "$1"/etc/systemd/system/*.wants/fuda* 2>/dev/null' - "$root"

check 'the site folder is there' test -e "$root/etc/fuda/content/site.json"
check_status 'and must be filled in' 1 inside fuda check --site /etc/fuda --export /dev/null --criteria /etc
sed 's|"base_url": ""|"base_url": "https://labels.example/"|; s|"\(..\)": ""|"\1": "Labels"|; s|"contact_url": ""|"contact_url": "https://labels.example/ask"|' \
	"$root/etc/fuda/content/site.json" >"$W/site.json"
cp "$W/site.json" "$root/etc/fuda/content/site.json"
mkdir -p "$root/srv/fuda/in" "$root/var/lib/fuda"
cp content/sample/labels.jsonl "$root/srv/fuda/in"
cp -R content/sample/criteria "$root/srv/fuda/in"
check 'builds a site' inside fuda build --quiet --as-of $AS_OF --export /srv/fuda/in/labels.jsonl \
	--criteria /srv/fuda/in/criteria --site /etc/fuda --out /var/lib/fuda/public
check 'with a page' test -e "$root/var/lib/fuda/public/P/LP9FSHRR/index.html"
check 'the unit calls the program that was installed' \
	sh -c 'test -x "$1$(sed -n "s/^ExecStart=\([^ ]*\).*/\1/p" "$1/usr/lib/systemd/system/fuda.service")"' - "$root"
check 'an export is made with the script that was installed' sh -c 'cd content/sample/csv &&
	sqlite3 <"$1/usr/share/fuda/export/sqlite.sql" | head -n 1 | grep -q label-export/1' - "$root"

check 'upgrades' inside apt-get install -qq -y /root/new.deb
check 'the new one is there' sh -c 'chroot "$1" dpkg-query -W -f "\${Version}" fuda | grep -q "+1$"' - "$root"
check 'what was published stays' test -e "$root/var/lib/fuda/public/MANIFEST.json"

check 'and so do the settings' cmp "$W/site.json" "$root/etc/fuda/content/site.json"

check 'is removed' inside apt-get remove -qq -y fuda
check 'the program is gone' test ! -e "$root/usr/bin/fuda"
check 'and what it came with' test ! -e "$root/usr/share/fuda"
check 'is purged' inside apt-get purge -qq -y fuda
check 'what was published is the operator'"'"'s' test -e "$root/var/lib/fuda/public/MANIFEST.json"
check 'and the settings' cmp "$W/site.json" "$root/etc/fuda/content/site.json"
rm -rf "$root"
check_report
