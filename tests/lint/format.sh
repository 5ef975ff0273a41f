#!/bin/sh
# All C is as .clang-format has it. Versions of clang-format cut some lines in other places; what counts is that
# of Debian 12.
cd "$(dirname "$0")/../.." && . tests/check.sh

case $(clang-format --version) in
*' version 14.'*)
	find gen tests -name node_modules -prune -o -name '*.[ch]' -print | sort >"$W/files"
	check 'there are many' test "$(wc -l <"$W/files")" -gt 300
	check 'all are formatted' xargs -a "$W/files" clang-format --dry-run --Werror
	;;
*) skip 'clang-format is not of version 14' ;;
esac
check_report
