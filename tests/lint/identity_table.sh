#!/bin/sh
# gen/text/identity_table.h and assigned.txt are what their program makes.
cd "$(dirname "$0")/../.." && . tests/check.sh

if python3 -c 'import ctypes; ctypes.CDLL("libicuuc.so.72"); ctypes.CDLL("libicui18n.so.72")' 2>/dev/null; then
	gen/text/identity_table.py "$W"
	for name in identity_table.h assigned.txt; do
		check "$name is made from the data" diff -u gen/text/$name "$W/$name"
	done
else
	skip 'ICU 72 is not here'
fi
check_report
