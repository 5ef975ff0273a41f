#!/bin/sh
# The house: who may include whom, one file a library, sizes and names.
cd "$(dirname "$0")/../.." && . tests/check.sh

# Prints each include that goes against the arrows main -> options -> build -> site -> model ->
# base and site -> tmpl -> base.
arrows() {
	grep -nH '^#include "' gen/*.[ch] gen/*/*.[ch] | awk -F '[:"]' '
		BEGIN {
			may["base"] = " base "
			may["model"] = " base model "
			may["tmpl"] = " base tmpl "
			may["site"] = " base model tmpl site "
			may["build"] = may["site"] "build "
			may["mirror"] = may["build"] "mirror "
			may["merge"] = may["build"] "merge "
			may["options"] = may["mirror"] "merge options "
			may["main"] = may["options"]
		}
		function layer(file, parts, n) {
			n = split(file, parts, "/")
			sub(/[.].*/, "", parts[n])
			return parts[1]
		}
		{
			from = layer(substr($1, 5))
			to = layer($4)
			if (index(may[from], " " to " ") == 0)
				print $1 ":" $2 ": " from " must not include " $4
		}'
}

# Prints each library that another number of files than one .c includes.
libraries() {
	for header in jansson cmark qrencode png sqlite3 sodium 'openssl/.*'; do
		files=$(grep -l "^#include <$header\\.h>" gen/*.[ch] gen/*/*.[ch] | sort -u)
		case $(echo "$files" | wc -w)$files in
		1*.c) ;;
		*) echo "$header is included by: ${files:-no file}" ;;
		esac
	done
}

lengths() {
	wc -l gen/*.[ch] gen/*/*.[ch] | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }'
}

typedefs() {
	! grep -nE '\<typedef\> *(struct|enum|union|[^(]*\*)' gen/*.[ch] gen/*/*.[ch]
}

vague_names() {
	find gen -name '*util*' -o -name '*common*' -o -name '*helper*' -o -name '*misc*'
}

check_empty 'includes follow the arrows' arrows
check_empty 'each library has its one file' libraries
check_empty 'no file of more than 500 lines' lengths
check_empty 'no typedefs for structs, enums and pointers' typedefs
check_empty 'no vague file names' vague_names
check_report
