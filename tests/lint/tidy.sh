#!/bin/sh
# Static analysis of the program by clang-tidy, as .clang-tidy has it.
cd "$(dirname "$0")/../.." && . tests/check.sh

ls gen/*.c gen/*/*.c | xargs -P "$(nproc)" -I{} sh -c '
	log=$0/$(echo {} | tr / _)
	clang-tidy --quiet {} -- -std=gnu11 -D_GNU_SOURCE -DFUDA_SITE_DIR=\"/\" -Igen \
		>"$log.tidy" 2>"$log.err"
	echo $? >"$log.status"' "$W"
for file in gen/*.c gen/*/*.c; do
	log=$W/$(echo "$file" | tr / _)
	check "$file" sh -c 'cat "$0.tidy"; exit "$(cat "$0.status")"' "$log"
done
check_report
