#!/bin/sh
# What `make install` puts in place is enough to build a site, and `make uninstall` takes it away.
cd "$(dirname "$0")/../.." && . tests/check.sh

root=$PWD/$W/root
check 'install' make -s install "DESTDIR=$root"
bin=$(find "$root" -name fuda -type f -path '*/bin/*')
check 'the program is there' test -x "$bin"
check 'the manuals are there' test "$(find "$root" -name 'fuda.[15]' | wc -l)" = 2
check 'the completions are there' test "$(find "$root" -name fuda -path '*completion*' -o -name _fuda -o -name fuda.fish | wc -l)" = 3
check 'it builds with the installed site' sh -c 'cd / && "$@"' - "$bin" build --quiet --as-of $AS_OF \
	--export "$PWD/$SAMPLE" --criteria "$PWD/$CRITERIA" --out "$PWD/$W/out"
check 'from the checkout' build_site "$W/here"
check 'the same site' diff -rq "$W/here" "$W/out"
check 'uninstall' make -s uninstall "DESTDIR=$root"
check_empty 'nothing stays' find "$root" -type f
check_report
