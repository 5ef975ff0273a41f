#!/bin/sh
# All C is as .clang-format has it. Versions of clang-format cut some lines in other places; what counts is that
# of Debian 12.
cd "$(dirname "$0")/../.." && . tests/check.sh

case $(clang-format --version) in
*' version 14.'*)
	for file in $(find gen tests -name node_modules -prune -o -name '*.[ch]' -print | sort); do
		check "$file is formatted" clang-format --dry-run --Werror "$file"
	done
	;;
*) skip 'clang-format is not of version 14' ;;
esac
check_report
