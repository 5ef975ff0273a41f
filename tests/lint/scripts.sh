#!/bin/sh
# Every script can be read by what runs it, and is marked as a program where it is one.
cd "$(dirname "$0")/../.." && . tests/check.sh

# Prints each of these files that is no JavaScript or JSON, and why: in one process, for there are hundreds.
unreadable() {
	xargs node --no-warnings --experimental-vm-modules -e '
		const { readFileSync } = require("fs"), { Script, SourceTextModule } = require("vm");
		const readers = { mjs: (text) => new SourceTextModule(text), js: (text) => new Script(text), json: JSON.parse };
		for (const file of process.argv.slice(1))
			try {
				readers[file.split(".").at(-1)](readFileSync(file, "utf8"));
			} catch (error) {
				console.log(`${file}: ${error.message}`);
			}' <"$1"
}

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
	*.mjs | *.js | *.json) echo "$file" >>"$W/files" ;;
	esac
done
check 'there are many' test "$(wc -l <"$W/files")" -gt 150
check_empty 'all can be read' unreadable "$W/files"
check_report
