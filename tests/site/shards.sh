#!/bin/sh
# Three shards, built side by side by GNU parallel as machines of their own would, and merged, are
# byte for byte one build; so are they on the next day, built upon those of the day before.
cd "$(dirname "$0")/../.." && . tests/check.sh

# So many products that there are several shelves.
node tests/bench/export.mjs 900 "$W/labels.jsonl" || exit 1
SAMPLE=$W/labels.jsonl
CRITERIA=content/sample/criteria

# all DAY: the three shards of a day.
all() {
	seq 3 | parallel --will-cite -j 2 "$FUDA build --export $SAMPLE --criteria $CRITERIA --site . --quiet \
		--as-of $1 --out $W/part-{} --shard {}/3 --jobs 1"
}

# merged DAY OUT [OPTION...]
merged() {
	day=$1 out=$2
	shift 2
	$FUDA merge "$@" --part "$W/part-1" --part "$W/part-2" --part "$W/part-3" --export $SAMPLE \
		--criteria $CRITERIA --site . --quiet --as-of "$day" --out "$out"
}

one() {
	$FUDA build --export $SAMPLE --criteria $CRITERIA --site . --quiet --as-of "$1" --out "$2"
}

# On the second day there are more products, so some shelves are cut elsewhere.
grow() {
	[ "$1" = 2026-11-22 ] || node tests/bench/export.mjs 960 "$W/labels.jsonl"
}

for day in 2026-11-22 2026-11-23; do
	check "$day: its export" grow $day
	check "$day: three shards are built" all $day
	check "$day: they are merged" merged $day "$W/merged-$day"
	one $day "$W/one-$day"
	check "$day: the same as one build" diff -r "$W/one-$day" "$W/merged-$day"
	check "$day: a build into it writes nothing" \
		sh -c "$FUDA build --export $SAMPLE --criteria $CRITERIA --site . --as-of $day --out $W/merged-$day | grep -q ' 0 written'"
done
check "each product stands in one part" \
	sh -c "[ \$(ls -d $W/part-*/P/* | wc -l) = \$(ls -d $W/one-2026-11-23/P/* | wc -l) ]"

# With the site before at hand it ends as a build upon that one does, superseded files and all.
cp -a "$W/one-2026-11-22" "$W/upon"
cp -a "$W/one-2026-11-22.fuda" "$W/upon.fuda"
one 2026-11-23 "$W/upon"
check 'files are superseded' test -s "$W/upon/sums/superseded.sha256"
merged 2026-11-23 "$W/carried" --previous "$W/merged-2026-11-22"
check 'a merge keeps them as a build does' diff -r "$W/upon" "$W/carried"
merged 2026-11-23 "$W/again" --previous "$W/carried"
check 'and keeps them once more' diff -r "$W/upon" "$W/again"
merged 2026-11-23 "$W/none" --previous "$W/carried" --set keep_superseded_days=0
check 'none for no days' diff -r "$W/one-2026-11-23" "$W/none"

# Of a site before that is damaged, what is damaged does not stay, and nothing else is different.
cp -a "$W/carried" "$W/hurt"
current=$(cd "$W/hurt" && ls static/site-*.css)
old=$(tail -n 1 "$W/hurt/sums/superseded.sha256" | cut -c 67-)
echo >>"$W/hurt/$current"
rm "$W/hurt/$old"
ln -s /etc/passwd "$W/hurt/$old"
merged 2026-11-23 "$W/mended" --previous "$W/hurt" 2>"$W/said"
check 'both are named' sh -c "grep -q '$current .*does not stay' $W/said && grep -q '$old .*does not stay' $W/said"
check 'the one is made, the other gone' cmp "$W/upon/$current" "$W/mended/$current"
check 'the other is gone' [ ! -e "$W/mended/$old" ]
check_empty 'nothing else is different' sh -c \
	"diff -rq $W/upon $W/mended | grep -v -e sums/superseded.sha256 -e ${old##*/} || true"

# What is missing is made by the merge.
$FUDA merge --part "$W/part-1" --part "$W/part-3" --export $SAMPLE --criteria $CRITERIA --site . \
	--quiet --as-of 2026-11-23 --out "$W/two"
check "a part that is missing is made" diff -r "$W/one-2026-11-23" "$W/two"

# refused STATUS WHAT COMMAND...: the command ends with the status and leaves nothing.
refused() {
	status=$1
	what=$2
	shift 2
	"$@" --out "$W/refused" 2>"$W/said"
	check "$what: ends with status $status" [ $? -eq "$status" ]
	check "$what: leaves nothing" [ ! -e "$W/refused" ]
}

input="--export $SAMPLE --criteria $CRITERIA --site . --quiet --as-of 2026-11-23"
# shellcheck disable=SC2086
{
	refused 1 'a part twice' $FUDA merge --part "$W/part-1" --part "$W/part-1" $input
	check 'says so' grep -q 'part-invalid' "$W/said"
	refused 1 'a part as the site before' $FUDA merge --part "$W/part-1" --previous "$W/part-2" $input
	check 'says so' grep -q 'is not a whole site' "$W/said"
	refused 2 'no site before' $FUDA merge --part "$W/part-1" --previous "$W/nothing" $input
	refused 1 'no part' $FUDA merge --part tests $input
	check_status 'a whole site into a part' 2 $FUDA build $input --out "$W/part-1"
	check_status 'another shard' 2 $FUDA build $input --shard 2/3 --out "$W/part-1"
	check_status 'a part is not verified' 1 $FUDA verify --out "$W/part-1" \
		--public-key RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3
	$FUDA build --export $SAMPLE --criteria $CRITERIA --site . --quiet --as-of 2026-11-22 \
		--accept as-of-older=2026-11-22 --shard 2/3 --out "$W/part-2"
	refused 1 'parts of two days' $FUDA merge --part "$W/part-1" --part "$W/part-2" $input
	check 'says so' grep -q 'another build' "$W/said"
	mkdir "$W/refused.fuda"
	refused 2 'where something stands beside' $FUDA merge --part "$W/part-1" $input
	check 'it is named, at once' grep -q "refused.fuda: cannot merge into it: File exists" "$W/said"
	check_empty 'and nothing was begun' find "$W" -name 'refused.merging*'
	rmdir "$W/refused.fuda"
	refused 2 'no shard' $FUDA build --shard 4/3 $input
	refused 2 'a report of a shard' $FUDA build --shard 1/3 --report "$W/report" $input
}
check_report
