#!/bin/sh
# What `make install` puts in place is enough to build a site, and `make uninstall` takes it away.
cd "$(dirname "$0")/../.." && . tests/check.sh

# The program as it is: with other flags it would be made anew, under the hands of other tests.
root=$PWD/$W/root
check 'install' make -s -o build/fuda install "DESTDIR=$root"
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

# What an operator changed stays, and a blank in a path is one.
share="$root/my programs/share/fuda"
put() { make -s -o build/fuda "$1" "DESTDIR=$root" "PREFIX=/my programs"; }
check 'install below a path with a blank' put install
echo '{"changed":true}' >"$share/content/site.json"
echo 'mine' >"$share/content/mine.txt"
echo 'old' >"$share/static/gone.css"
(cd "$share" && sha256sum static/gone.css) >>"$share/.installed"
mkdir -p "$root/programs/share/fuda"
touch "$root/my" "$root/programs/share/fuda/mine"
check 'install again' put install
check 'settings that were changed stay' grep -q changed "$share/content/site.json"
check 'the new ones are beside them' cmp -s content/site.json "$share/content/site.json.new"
check 'so does a file that is not ours' test -f "$share/content/mine.txt"
check 'a file that is no longer ours goes' test ! -e "$share/static/gone.css"
check 'uninstall' put uninstall
check 'what was changed stays' grep -q changed "$share/content/site.json"
check 'the others go' test ! -e "$share/layouts"
check 'and no other folder' test -f "$root/programs/share/fuda/mine"
# From wherever it is given, and whatever others may read by default.
mkdir -p "$W/relative/build"
cp -r gen content layouts static "$W/relative"
cp build/fuda "$W/relative/build"
(
	cd "$W/relative" && umask 077
	export BIN=stage/bin SHARE=stage/share/fuda MAN=stage/share/man
	sh gen/install.sh install && stat -c %a stage/share/fuda/content stage/share/fuda/content/site.json stage/bin/fuda >modes &&
		sh gen/install.sh uninstall
) >"$W/said" 2>&1
check 'what was installed can be read' test "$(tr '\n' ' ' <"$W/relative/modes")" = '755 644 755 '
check_empty 'below a relative folder nothing is left' find "$W/relative/stage" -type f
check_report
