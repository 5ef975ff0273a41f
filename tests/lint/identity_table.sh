#!/bin/sh
# The table of gen/text/identity_table.h is the one that its program makes.
cd "$(dirname "$0")/../.." && . tests/check.sh

if python3 -c 'import ctypes; ctypes.CDLL("libicuuc.so.72"); ctypes.CDLL("libicui18n.so.72")' 2>/dev/null; then
	gen/text/identity_table.py - >"$W/table"
	check 'the table is made from the data' diff -u gen/text/identity_table.h "$W/table"
else
	skip 'ICU 72 is not here'
fi
check_report
