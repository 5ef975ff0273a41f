#!/bin/sh
# Every file and folder that the readmes name is there.
cd "$(dirname "$0")/../.." && . tests/check.sh

# Prints each path in backticks that begins with a folder of the project and does not exist.
missing() {
	grep -oE '`(gen|content|layouts|static|tests)/[A-Za-z0-9_./-]*`' "$1" | tr -d '`' | sort -u |
		while read -r path; do
			[ -e "$path" ] || echo "$path"
		done
}

for readme in README.md gen/README.md tests/README.md gen/deploy/README.md; do
	[ -f "$readme" ] || continue
	check_empty "$readme names what is there" missing "$readme"
done
check_report
