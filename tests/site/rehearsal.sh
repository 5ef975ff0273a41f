#!/bin/sh
# `fuda check --out` says what the next build would do to the folder, and does nothing to it.
cd "$(dirname "$0")/../.." && . tests/check.sh

# Beside what is looked at.
rm -rf "$W.notes"
mkdir "$W.notes"

out=$W/out

# checked WHAT STATUS PATTERN [OPTION...]: the check ends so, one line matches, and all is as it was.
checked() {
	what=$1
	status=$2
	pattern=$3
	shift 3
	state_of "$W" >"$W.notes/before"
	"$FUDA" check --export $SAMPLE --criteria $CRITERIA --site . --out "$out" "$@" >"$W.notes/said" 2>&1
	check "$what: status" test $? = "$status"
	check "$what" grep -qE -- "$pattern" "$W.notes/said"
	state_of "$W" >"$W.notes/after"
	check "$what: nothing has changed" cmp "$W.notes/before" "$W.notes/after"
}

state_of() {
	(cd "$1" && find . -type f ! -name 'check.out' -printf '%p %i %T@ %s\n' | LC_ALL=C sort)
}

# foretold WHAT [OPTION...]: a build does what the check says.
foretold() {
	what=$1
	shift
	checked "$what" 0 'a build would write' "$@"
	sed -n 's/.* write \([0-9]*\) files, .* leave \([0-9]*\) as .* remove \([0-9]*\)$/\1 \2 \3/p' "$W.notes/said" >"$W.notes/foretold"
	"$FUDA" build --export $SAMPLE --criteria $CRITERIA --site . --out "$out" "$@" >"$W.notes/built" 2>&1
	sed -n 's/.*: \([0-9]*\) written, \([0-9]*\) unchanged, \([0-9]*\) removed;.*/\1 \2 \3/p' "$W.notes/built" >"$W.notes/done"
	check "$what: as foretold" diff "$W.notes/foretold" "$W.notes/done"
	check "$what: something was foretold" test -s "$W.notes/done"
}

foretold 'a new site' --as-of $AS_OF
foretold 'the same again' --as-of $AS_OF
check 'nothing would be written then' grep -q '^0 [1-9]' "$W.notes/foretold"
foretold 'another day' --as-of 2026-11-23
foretold 'another setting' --as-of 2026-11-23 --set rows_per_page=20
foretold 'all at once, with copies' --as-of 2026-11-23 --atomic --precompress
foretold 'without copies again' --as-of 2026-11-23 --ledger "$W/ledger"

# What would stop the build, with its figures; and what would change is said all the same.
checked 'an earlier day' 1 '--accept=as-of-older=2026-11-22 \[as-of-older\]' --as-of $AS_OF
check 'what it would change' grep -q 'a build would write [1-9]' "$W.notes/said"
checked 'let through' 1 'product-missing' --as-of $AS_OF --accept=as-of-older=$AS_OF
check 'it is a warning then' grep -q 'warning: .*as-of-older' "$W.notes/said"
checked 'a key that is none' 2 'key-invalid|file-read' --as-of 2026-11-23 --key "$W/none"
checked 'an option that needs the folder' 0 'a build would write' --as-of 2026-11-23 --report "$W/report"
"$FUDA" check --export $SAMPLE --criteria $CRITERIA --site . --atomic >"$W.notes/said" 2>&1
check 'and is refused without it' test $? = 2
mkdir -p "$out.fuda"
flock "$out.fuda/lock" "$FUDA" check --export $SAMPLE --criteria $CRITERIA --site . --out "$out" >"$W.notes/said" 2>&1
check 'a folder that is locked: status' test $? = 2
check 'a folder that is locked' grep -q '\[locked\]' "$W.notes/said"
rm "$out.fuda/lock"
if [ "$(id -u)" != 0 ]; then
	chmod a-w "$out"
	checked 'a folder that may not be written' 2 'cannot write: Permission denied' --as-of 2026-11-24
	chmod u+w "$out"
else
	skip 'the superuser may write everywhere'
fi

# Whether what is published is as it was published.
checked 'a whole folder' 0 'no errors, 0 warnings' --as-of 2026-11-23 --fresh
echo x >>"$out/about/index.html"
rm "$out/robots.txt"
checked 'a file that was changed' 0 'about/index.html is missing or not as it was published.*\[file-mended\]' --as-of 2026-11-23
check 'and one that is missing' grep -q 'robots.txt is missing or not' "$W.notes/said"
mv "$out.fuda" "$out.elsewhere"
checked 'a state that is lost' 1 '\[state-lost\]' --as-of 2026-11-23
mv "$out.elsewhere" "$out.fuda"
foretold 'a folder to be mended' --as-of 2026-11-23
rm "$out/MANIFEST.json"
checked 'a folder without a list' 1 '\[state-lost\]' --as-of 2026-11-23
accept=$(sed -n 's/.*\(--accept=state-lost=[0-9a-f]*\).*/\1/p' "$W.notes/said")
foretold 'the same, let through' --as-of 2026-11-23 "$accept"
checked 'which is whole again' 0 'no errors, 0 warnings' --as-of 2026-11-23 --fresh
check_report
