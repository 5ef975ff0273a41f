#!/bin/sh
# All C is as .clang-format has it.
cd "$(dirname "$0")/../.." && . tests/check.sh

for file in $(find gen tests -name node_modules -prune -o -name '*.[ch]' -print | sort); do
	check "$file is formatted" clang-format --dry-run --Werror "$file"
done
check_report
