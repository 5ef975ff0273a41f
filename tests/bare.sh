#!/bin/sh
# The program and its tests on bare systems: make bare, or tests/bare.sh TARGET... [SUITES="unit golden"]
#
# For each release of Debian that README names, a system with nothing in it is copied, made once by
# debootstrap; what git knows of this tree is copied in, and make runs in it, "site test" unless targets
# are given. RELEASES may name others. Needs root and the network, so it is no part of CI. Nothing is
# mounted for longer than it takes, and no server of the host is touched.
set -eu
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo 'bare.sh: needs root' >&2; exit 2; }
[ $# -gt 0 ] || set -- site test

# Each run begins with nothing in it.
make_system() {
	tests/packages/bare.sh "$release"
	rm -rf "$root"
	cp -a "$root.clean" "$root"
}

copy_tree() {
	mkdir "$root/fuda"
	git ls-files -z | tar -c --null -T - | tar -x -C "$root/fuda"
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	# Where this machine asks for packages, and whose certificates it trusts besides Debian's.
	apt-config dump | grep -i '^Acquire::https\?::Proxy' >"$root/etc/apt/apt.conf.d/99host" || true
	find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \;
	chroot "$root" update-ca-certificates >/dev/null
	# The system is thrown away, so dpkg need not wait for the disk.
	echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/99host"
	# No service that a package brings is started.
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod +x "$root/usr/sbin/policy-rc.d"
}

install_make() {
	chroot "$root" sh -c 'apt-get update -qq &&
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends make' >/dev/null
}

# The mounts are those of the command alone, and go with it.
run_make() {
	# shellcheck disable=SC2016
	root=$root unshare --mount --pid --fork --kill-child sh -euc '
		mount --make-rprivate /
		mount -t proc proc "$root/proc"
		mount --rbind /dev "$root/dev"
		exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
			make -C /fuda "$@"' sh "$@"
}

failed=0
for release in ${RELEASES:-bookworm trixie}; do
	root=$PWD/build/bare/$release
	make_system
	copy_tree
	install_make
	if run_make "$@"; then
		echo "bare.sh: $release: make $* ends well"
	else
		echo "bare.sh: $release: make $* failed"
		failed=1
	fi
done
exit $failed
