#!/bin/sh
# The manuals are sound mdoc, and say of diagnostics, settings and options what the program does.
cd "$(dirname "$0")/../.." && . tests/check.sh

# manual FILE: its text, plain, in one long line a paragraph.
manual() { mandoc -T ascii -O width=200 "$1" | sed 's,.\x08,,g'; }

# both_ways WHAT LEFT RIGHT: two sorted lists are equal.
both_ways() { check "$1" diff -u "$2" "$3"; }

for page in gen/fuda.1 gen/fuda.5; do
	check_empty "mandoc on $page" mandoc -T lint -W warning $page
done
manual gen/fuda.5 >"$W/fuda.5"
manual gen/fuda.1 >"$W/fuda.1"

# Diagnostics: the table of the program, the list of the manual, and the golden cases.
sed -n 's/^DIAG(.*, *"\([a-z-]*\)", *".*/\1/p' gen/base/diag_codes.h | LC_ALL=C sort >"$W/codes"
check 'there are diagnostics' test "$(wc -l <"$W/codes")" -gt 30
sed -n '/^\.Sh DIAGNOSTICS/,/^\.Sh/s/^\.It .*Li \([a-z-]*\).*/\1/p' gen/fuda.5 | LC_ALL=C sort >"$W/codes.manual"
both_ways 'the manual lists every diagnostic' "$W/codes" "$W/codes.manual"
# Not of one input alone are faults of the system, of the site, of copies and logs, and against the day before.
awk -F '"' '/^\/\*/ { of_input = !/the system|the site|the days before|gates|parts of a site|signatures|log of editions/ }
	/^$/ { of_input = 0 }
	/^DIAG\(/ && of_input { print $2 }' gen/base/diag_codes.h | LC_ALL=C sort >"$W/codes.input"
check 'there are diagnostics of the input' test "$(wc -l <"$W/codes.input")" -gt 30
sed -n 's/.*\[\([a-z-]*\)\]$/\1/p' tests/golden/diag-*/expected | LC_ALL=C sort -u >"$W/codes.golden"
check_empty 'every diagnostic of the input has a golden case' comm -23 "$W/codes.input" "$W/codes.golden"

# Settings.
node -e 'for (const key of Object.keys(JSON.parse(fs.readFileSync("content/site.json")))) console.log(key)' |
	LC_ALL=C sort >"$W/settings"
check 'there are settings' test "$(wc -l <"$W/settings")" -gt 5
while read -r setting; do
	check "fuda(5) has the setting $setting" grep -qw -e "$setting" "$W/fuda.5"
done <"$W/settings"

# Options: those that help names are those of the manual.
for command in '' init site build merge check status sqlite mirror sign log prove verify; do
	"$FUDA" $command --help
done 2>&1 | grep -oE -e '--[a-z][a-z-]+' | LC_ALL=C sort -u >"$W/options"
grep -oE -e '--[a-z][a-z-]+' "$W/fuda.1" | LC_ALL=C sort -u >"$W/options.manual"
check 'there are options' test "$(wc -l <"$W/options")" -gt 5
both_ways 'fuda(1) has the options that help has' "$W/options" "$W/options.manual"
check_report
