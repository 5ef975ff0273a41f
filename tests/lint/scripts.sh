#!/bin/sh
# Every script can be read by what runs it, and is marked as a program where it is one.
cd "$(dirname "$0")/../.." && . tests/check.sh

for file in $(find gen tests .ci -name node_modules -prune -o -type f -print | sort); do
	case $(head -c 20 "$file" | tr -d '\0' | head -n 1) in
	'#!/bin/sh'*)
		check "$file is shell" sh -n "$file"
		check "$file can be run" test -x "$file"
		;;
	'#!/usr/bin/env node'*) check "$file can be run" test -x "$file" ;;
	esac
	case $file in
	tests/golden/*) ;; # bad input on purpose
	*.mjs | *.js) check "$file is JavaScript" node --check "$file" ;;
	*.json) check "$file is JSON" node -e 'JSON.parse(fs.readFileSync(process.argv[1]))' "$file" ;;
	esac
done
check_report
