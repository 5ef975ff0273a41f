#!/bin/sh
# Where the input is wrong nothing in the output folder changes, and the status is 1; where the
# system or the command is, it is 2.
cd "$(dirname "$0")/../.." && . tests/check.sh

# refused WHAT STATUS OPTION...: no build, neither over one that is there nor of a new one.
refused() {
	what=$1
	status=$2
	shift 2
	check_status "$what" "$status" build_site "$W/out" "$@"
	files_of "$W/out" >"$W/after"
	check "$what: nothing has changed" diff -u "$W/before" "$W/after"
	check_status "$what, into a new folder" "$status" build_site "$W/new" "$@"
	check "$what: no new folder" test ! -e "$W/new"
}

check 'a good build' build_site "$W/out"
# Through a pipe, and as a file that stands anywhere.
check 'an export that comes through a pipe' sh -c 'cat "$1" | (. tests/check.sh pipe; build_site "$2" --export -)' - \
	$SAMPLE "$W/piped"
check 'gives the same site' diff -r "$W/out" "$W/piped"
check 'an export on standard input' build_site "$W/redirected" --export - <$SAMPLE
check 'gives the same site' diff -r "$W/out" "$W/redirected"
check_status 'a wrong level through a pipe' 1 sh -c 'sed "\$s/\"level\": *[1-4]/\"level\":7/" "$1" |
	(. tests/check.sh pipe; build_site "$2" --export -)' - $SAMPLE "$W/piped"
check_status 'nothing through a pipe' 1 sh -c ': | (. tests/check.sh pipe; build_site "$1" --export -)' - "$W/piped"
check_status 'no room for the copy' 2 sh -c 'cat "$1" | (. tests/check.sh pipe; TMPDIR=/dev/null build_site "$2" --export -)' - \
	$SAMPLE "$W/piped"
files_of "$W/out" >"$W/before"

head -n -1 $SAMPLE >"$W/cut.jsonl"
refused 'a cut export' 1 --export "$W/cut.jsonl"
head -c -100 $SAMPLE >"$W/torn.jsonl"
refused 'a torn export' 1 --export "$W/torn.jsonl"
sed '$s/"level": *[1-4]/"level":7/' $SAMPLE >"$W/level.jsonl"
refused 'a wrong level in the last record' 1 --export "$W/level.jsonl"
: >"$W/empty.jsonl"
refused 'an empty export' 1 --export "$W/empty.jsonl"
cp -R $CRITERIA "$W/criteria"
echo '{' >"$W/criteria/broken.json"
refused 'a broken criteria version' 1 --criteria "$W/criteria"
refused 'no export' 2 --export "$W/absent.jsonl"
refused 'no criteria' 2 --criteria "$W/absent"
refused 'a day that does not exist' 2 --as-of 2026-02-30
refused 'no number of workers' 2 --jobs many

mkdir "$W/site"
cp -R content layouts static "$W/site"
echo '{{#never_shown}}{{nmae}}{{/never_shown}}' >>"$W/site/layouts/home.mustache"
refused 'a misspelt name in a layout' 1 --site "$W/site"
check_report
