#!/bin/sh
# Compares `fuda status` with the oracle on random products.
#
#   tests/spec/compare.sh FUDA SEED N
#
# Everything is written below build/spec/compare-SEED; the last line is "N passed, M failed", counted
# in answers (a product on a day under a set of switches).
set -eu
LC_ALL=C
export LC_ALL

[ $# -eq 3 ] || { echo "usage: $0 FUDA SEED N" >&2; exit 2; }
fuda=$1 seed=$2 n=$3
here=$(dirname "$0")
dir=build/spec/compare-$seed
passed=0
failed=0

rm -rf "$dir"
mkdir -p "$dir"
node "$here/random_products.mjs" "$seed" "$n" "$dir"
days=$(cat "$dir/days.txt")

compare() {
	name=$1
	shift
	sets=
	for pair in "$@"; do
		sets="$sets --set $pair"
	done
	mkdir -p "$dir/$name/fuda"
	# shellcheck disable=SC2086
	node "$here/oracle.mjs" answers "$dir/export.jsonl" "$dir/criteria" "$dir/$name/oracle" "$@" -- $days
	for day in $days; do
		ours=$dir/$name/fuda/$day.jsonl
		theirs=$dir/$name/oracle/$day.jsonl
		# shellcheck disable=SC2086
		if ! "$fuda" status --export "$dir/export.jsonl" --criteria "$dir/criteria" \
			--as-of "$day" $sets >"$ours" 2>"$ours.err"; then
			cat "$ours.err" >&2
			echo "$0: fuda status failed on $day ($name)" >&2
			exit 2
		fi
		sort "$ours" >"$ours.sorted"
		sort "$theirs" >"$theirs.sorted"
		same=$(comm -12 "$ours.sorted" "$theirs.sorted" | wc -l)
		passed=$((passed + same))
		if [ "$same" -ne "$n" ] || [ "$(wc -l <"$ours")" -ne "$n" ]; then
			failed=$((failed + n - same))
			[ "$same" -ne "$n" ] || failed=$((failed + 1))
			echo "seed $seed, $day, $name: < fuda, > oracle" >&2
			diff "$ours.sorted" "$theirs.sorted" | head -n 6 >&2 || true
		fi
	done
}

# Every switch is named, so that the site's own settings do not matter.
compare default self_extension_years=0 shorter_term_final=true last_day_valid=true
compare extended self_extension_years=2 shorter_term_final=true last_day_valid=true
compare open self_extension_years=1 shorter_term_final=false last_day_valid=false

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
