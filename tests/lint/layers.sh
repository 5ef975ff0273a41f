#!/bin/sh
# The house: who may include whom, one file a library, sizes and names.
cd "$(dirname "$0")/../.." && . tests/check.sh

# What each folder may include: an arrow goes down, never up, and never between two folders that do
# not know each other. The files of gen/ itself stand above all of them.
#
#   folder  may include (base is known to all)
ROOMS='
    base
    model   text
    tmpl    text
    qr
    text
    publish model
    sign    model publish
    proof   model publish sign
    mirror  model publish sign
    site    model sign text tmpl
    night   model publish site text
    view    model qr site text tmpl
    data    model publish site text view
    search  model night publish site text view
    make    model tmpl qr text publish sign site night view data search
'

# Prints each include that goes against them.
arrows() {
	grep -nH '^#include "' gen/*.[ch] gen/*/*.[ch] | ROOMS=$ROOMS awk -F '[:"]' '
		BEGIN {
			nrooms = split(ENVIRON["ROOMS"], rooms, "\n")
			for (i = 1; i <= nrooms; i++) {
				n = split(rooms[i], words, " ")
				for (k = 1; k <= n; k++)
					may[words[1], words[k]] = 1
				may[words[1], "base"] = 1
			}
		}
		function room(path) { return path ~ /\// ? substr(path, 1, index(path, "/") - 1) : "" }
		{
			from = room(substr($1, 5))
			to = room($4)
			if (from != "" && !((from, to) in may))
				print $1 ":" $2 ": " from "/ must not include " $4
		}'
}

# Each library stands behind one door: the files that may include its headers.
LIBRARIES='
    brotli/.*   gen/publish/encode.c
    cmark       gen/text/markdown.c
    jansson     gen/model/syntax.c
    libdeflate  gen/publish/encode.c
    openssl/.*  gen/base/sha256.c gen/mirror/zim.c
    png         gen/qr/qr.c
    qrencode    gen/qr/qr.c
    sodium      gen/sign/minisign.c
    sqlite3     gen/data/sqlite.c
'

# Prints each library that other files include than those of the table.
libraries() {
	echo "$LIBRARIES" | while read -r header doors; do
		[ -n "$header" ] || continue
		files=$(grep -l "^#include <$header\\.h>" gen/*.[ch] gen/*/*.[ch] | tr '\n' ' ')
		[ "$files" = "$doors " ] || echo "$header is included by: ${files:-no file}"
	done
}

# Prints each file of other modules that includes what the files of module output share.
insides() {
	! grep -l '^#include "publish/output_part\.h"' gen/*.[ch] gen/*/*.[ch] |
		grep -v '^gen/publish/output[._]'
}

lengths() {
	wc -l gen/*.[ch] gen/*/*.[ch] | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }'
}

typedefs() {
	! grep -nE '\<typedef\> *(struct|enum|union|[^(]*\*)' gen/*.[ch] gen/*/*.[ch]
}

# Prints each room of more than 16 .c files; the registry may have more.
crowded() {
	for room in gen/*/; do
		[ "$room" != gen/model/ ] || continue
		n=$(find "$room" -maxdepth 1 -name '*.c' | wc -l)
		[ "$n" -le 16 ] || echo "$room has $n .c files"
	done
}

# Prints each name that two files in different rooms have.
same_names() {
	find gen -name '*.[ch]' -printf '%f\n' | sort | uniq -d
}

# Prints each pair of headers that include each other, by whatever way.
circles() {
	grep -H '^#include "' gen/*.h gen/*/*.h | sed 's|^gen/\([^:]*\):#include "\([^"]*\)".*|\1 \2|' |
		tsort 2>&1 >"$W/order" | sed 's/^tsort: //'
}

vague_names() {
	find gen -name '*util*' -o -name '*common*' -o -name '*helper*' -o -name '*misc*'
}

check_empty 'includes follow the arrows' arrows
check_empty 'each library has its door' libraries
check_empty 'the inside of the output stays inside' insides
check_empty 'no file of more than 500 lines' lengths
check_empty 'no typedefs for structs, enums and pointers' typedefs
check_empty 'no vague file names' vague_names
check_empty 'no room of more than 16 modules' crowded
check_empty 'no two files of one name' same_names
check_empty 'no headers in a circle' circles
check_report
