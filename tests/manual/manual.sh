#!/bin/sh
# The manuals are sound mdoc, and say of diagnostics, settings and options what the program does.
cd "$(dirname "$0")/../.." && . tests/check.sh

# manual FILE: its text, plain, in one long line a paragraph.
manual() { mandoc -T ascii -O width=200 "$1" | sed 's,.\x08,,g'; }

# both_ways WHAT LEFT RIGHT: two sorted lists are equal.
both_ways() { check "$1" diff -u "$2" "$3"; }

for page in gen/man/*; do
	check_empty "mandoc on $page" mandoc -T lint -W warning $page
done
manual gen/man/fuda-site.5 >"$W/fuda-site.5"
manual gen/man/fuda.1 >"$W/fuda.1"

# The pages: fuda(5) names them all, and there is none but those that are named.
ls gen/man | sed -n 's/^\(fuda-.*\)\.\([0-9]\)$/\1 \2/p' | LC_ALL=C sort >"$W/pages"
check 'there are pages of files' test "$(wc -l <"$W/pages")" -gt 5
sed -n 's/^\.It Xr \(fuda-[a-z]* [0-9]\)$/\1/p' gen/man/fuda.5 | LC_ALL=C sort >"$W/pages.named"
both_ways 'fuda(5) lists the other pages' "$W/pages" "$W/pages.named"
sed -n 's/^\.Xr \(fuda-[a-z]* [0-9]\).*/\1/p' gen/man/* | LC_ALL=C sort -u >"$W/pages.meant"
grep -rhoE 'fuda-[a-z]+\([0-9]\)' README.md gen static tests --include='*.[chm]*' --include='*.js' --include='*.s[hq]*' --exclude-dir=node_modules |
	tr '()' '  ' | sed 's/ $//' | LC_ALL=C sort -u >>"$W/pages.meant"
check_empty 'pages that are cited and do not exist' sh -c "LC_ALL=C sort -u '$W/pages.meant' | comm -23 - '$W/pages'"

# Diagnostics: the table of the program, the list of the manual, and the golden cases.
sed -n 's/^DIAG(.*, *"\([a-z-]*\)", *".*/\1/p' gen/base/diag_codes.h | LC_ALL=C sort >"$W/codes"
check 'there are diagnostics' test "$(wc -l <"$W/codes")" -gt 30
sed -n '/^\.Sh DESCRIPTION/,/^\.Sh/s/^\.It .*Li \([a-z-]*\).*/\1/p' gen/man/fuda-diagnostics.5 | LC_ALL=C sort >"$W/codes.manual"
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
	check "fuda-site(5) has the setting $setting" grep -qw -e "$setting" "$W/fuda-site.5"
done <"$W/settings"

# Options: those that help names are those of the manual.
for command in '' init site build merge check status sqlite mirror sign announce log prove verify; do
	"$FUDA" $command --help
done 2>&1 | grep -oE -e '--[a-z][a-z-]+' | LC_ALL=C sort -u >"$W/options"
grep -oE -e '--[a-z][a-z-]+' "$W/fuda.1" | LC_ALL=C sort -u >"$W/options.manual"
check 'there are options' test "$(wc -l <"$W/options")" -gt 5
both_ways 'fuda(1) has the options that help has' "$W/options" "$W/options.manual"
check_report
