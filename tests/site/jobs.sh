#!/bin/sh
# The same bytes whatever the number of workers, the folder, the locale, the zone and the umask.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'with one worker' build_site "$W/1" --jobs 1
for jobs in 2 7; do
	check "with $jobs workers" build_site "$W/$jobs" --jobs $jobs
	check "with $jobs workers as with one" diff -rq "$W/1" "$W/$jobs"
done

# Absolute paths, from another folder, in other surroundings.
elsewhere() {
	top=$PWD
	fuda=$(realpath "$FUDA")
	(cd / && umask 077 && LC_ALL=ja_JP.UTF-8 TZ=America/Los_Angeles "$fuda" build --jobs 2 --quiet \
		--export "$top/$SAMPLE" --criteria "$top/$CRITERIA/" --site "$top/" --as-of $AS_OF \
		--out "$top/$W/elsewhere/")
}
check 'from elsewhere' elsewhere
check 'from elsewhere as from here' diff -rq "$W/1" "$W/elsewhere"

# The next night reads what was published, with as many.
check 'a night with one worker' build_site "$W/1" --jobs 1 --as-of 2026-11-23
for jobs in 2 7; do
	check "a night with $jobs workers" build_site "$W/$jobs" --jobs $jobs --as-of 2026-11-23
	check "a night with $jobs workers as with one" diff -rq "$W/1" "$W/$jobs"
done

# What is said of bad input does not depend on it either.
sed 's/"acquired_on": *"20\(..\)-0/"acquired_on":"20\1-3/; s/"level": *2/"level":5/' $SAMPLE >"$W/bad.jsonl"
for jobs in 1 2 7; do
	"$FUDA" build --export "$W/bad.jsonl" --criteria $CRITERIA --site . --as-of $AS_OF \
		--out "$W/bad" --jobs $jobs --quiet 2>"$W/said.$jobs"
	check "errors with $jobs workers" test "$(grep -c '\[' "$W/said.$jobs")" -gt 10
	check "errors with $jobs workers as with one" sh -c \
		'grep "\]$" "$0/said.1" >"$0/l"; grep "\]$" "$0/said.$1" | diff -u "$0/l" -' "$W" $jobs
done
check_report
