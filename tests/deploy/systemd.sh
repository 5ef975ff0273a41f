#!/bin/sh
# The units of gen/deploy, as systemd reads them; and the program makes no call that they forbid.
cd "$(dirname "$0")/../.." && . tests/check.sh

units() {
	mkdir -p "$W/root/bin"
	cp "$FUDA" "$W/root/bin/fuda"
	for unit in fuda.service fuda.timer; do
		sed "s|/usr/local/bin|$PWD/$W/root/bin|" gen/deploy/$unit >"$W/$unit"
	done
}

# Prints a set of system calls, with the sets in it.
calls_of() {
	systemd-analyze syscall-filter "$1" | sed '1d;s/#.*//' | while read -r call; do
		case $call in
		@*) calls_of "$call" ;;
		?*) echo "$call" ;;
		esac
	done
}

# Prints the calls of a build that the service would be killed for.
forbidden() {
	strace -f -qq -o "$W/trace" "$FUDA" build --export $SAMPLE --criteria $CRITERIA --site . --as-of $1 \
		--out "$W/site" --atomic --precompress --ledger "$W/ledger" --report "$W/report" --keep-export "$W/kept" --fallback "$W/kept" --quiet || return
	sed -n 's/^[0-9]* *\([a-z][a-z0-9_]*\)(.*/\1/p' "$W/trace" | sort -u >"$W/made"
	{ calls_of @default && calls_of @system-service; } | sort -u >"$W/allowed"
	{ calls_of @privileged && calls_of @resources; } | sort -u >"$W/denied"
	comm -23 "$W/made" "$W/allowed"
	comm -12 "$W/made" "$W/denied"
}

if command -v systemd-analyze >/dev/null; then
	units
	check_empty 'the units are right' systemd-analyze verify --man=no "$W/fuda.service" "$W/fuda.timer"
	check 'five past midnight in Tokyo' sh -c \
		"systemd-analyze calendar --base-time='2026-11-22 12:00:00 UTC' \"\$(sed -n 's/^OnCalendar=//p' '$W/fuda.timer')\" |
			grep -q '2026-11-22 15:05:00 UTC'"
	check 'the service is shut in' systemd-analyze security --offline=yes --threshold=10 "$W/fuda.service"
	if command -v strace >/dev/null && strace -o "$W/probe" true 2>/dev/null; then
		check_empty 'a first build makes no forbidden call' forbidden 2026-11-22
		check_empty 'a night makes no forbidden call' forbidden 2026-11-23
		check 'there are calls' test "$(wc -l <"$W/made")" -gt 20
	else
		skip 'no strace'
	fi
else
	skip 'no systemd-analyze'
fi

# The service and the script of the night ask for what the program has.
options() {
	sed -n '/build/,/^$/p' gen/deploy/fuda.service gen/deploy/nightly.sh | grep -o -- '--[a-z-]*' | sort -u |
		while read -r option; do
			{ "$FUDA" build --help; "$FUDA" log --help; } | grep -q -- "$option" || echo "no option $option"
		done
}
check_empty 'options' options

# nightly.sh: a night, a refused export, a gate let through.
mkdir -p "$W/folder/in"
cp -R $CRITERIA "$W/folder/in/criteria"
top=$PWD
# The sample as if it had been made today, or a minute before that.
now=$(TZ=Asia/Tokyo date +%Y-%m-%dT%H:%M:00+09:00)
earlier=$(TZ=Asia/Tokyo date -d "$now - 1 minute" +%Y-%m-%dT%H:%M:00+09:00)
made_at() { sed "1s/\(\"exported_at\": *\"\)[^\"]*/\1$1/" $SAMPLE; }
night() {
	FUDA=$(realpath "$FUDA") FUDA_SITE=$top FUDA_ACCEPT=${1:-} gen/deploy/nightly.sh "$W/folder" 2>"$W/said"
	status=$?
	cat "$W/said"
	return $status
}
made_at "$now" >"$W/folder/in/labels.jsonl"
check_status 'a night' 0 night
check 'the site' test -f "$W/folder/public/MANIFEST.json"
check 'compressed' test -f "$W/folder/public/index.html.gz"
check 'the ledger' test -s "$W/folder/ledger"
check 'the report' test -s "$W/folder/report/report.md"
check 'the export that was built from' cmp "$W/folder/in/labels.jsonl" "$W/folder/kept.jsonl"
made_at "$now" | sed '2s/"models":/"models":1,"models":/' >"$W/folder/in/labels.jsonl"
check_status 'a bad record' 0 night
check 'the morning is told of it' grep -q 'Records with errors' "$W/folder/report/report.md"
made_at "$now" >"$W/folder/in/labels.jsonl"
check_status 'it is mended' 0 night
files_of "$W/folder/public" >"$W/before"
made_at "$now" | head -n -1 >"$W/folder/in/labels.jsonl"
check_status 'a refused export' 1 night
files_of "$W/folder/public" >"$W/after"
check 'nothing has changed' cmp "$W/before" "$W/after"
made_at "$earlier" >"$W/folder/in/labels.jsonl"
check_status 'a gate' 1 night
accept=$(sed -n 's/.*--accept=\([^ ]*\).*/\1/p' "$W/said")
check 'its message says what to type' test "$accept" = "export-older=$earlier"
check_status 'let through' 0 night "$accept"

# With a key each night is logged, and the log comes to the remote, its checkpoint last; what it refuses does not
# keep the day's statuses from readers.
logged_night() { FUDA_LOG_KEY=log.key FUDA_REMOTE=${1:-} night "$accept"; }
size_of() { sed -n 2p "$1/checkpoint"; }
if command -v minisign >/dev/null && command -v rclone >/dev/null; then
	minisign -G -W -s "$W/folder/log.key" -p "$W/log.pub" >/dev/null </dev/null
	check_status 'a night that is logged' 0 logged_night
	check 'an entry' test "$(size_of "$W/folder/log")" = 1
	check_status 'once more, with an upload' 0 logged_night remote
	check 'the same entry' test "$(size_of "$W/folder/log")" = 1
	check 'the log is sent' diff -r "$W/folder/log" "$W/folder/remote/log"
	check 'the site is sent' test -f "$W/folder/remote/MANIFEST.json"
	mv "$W/folder/log" "$W/folder/lost"
	rm "$W/folder/remote/MANIFEST.json" "$W/folder/sent/list"
	check_status 'a log that was lost' 2 logged_night remote
	check 'is told' grep -q '\[log-forked\]' "$W/said"
	check 'the site is sent all the same' test -f "$W/folder/remote/MANIFEST.json"
	check 'no other log is begun' test ! -e "$W/folder/log"
	mv "$W/folder/lost" "$W/folder/log"
	check_status 'it is back' 0 logged_night remote
else
	skip 'no minisign or rclone'
fi
check_report
