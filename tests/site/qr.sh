#!/bin/sh
# zbar reads the address of each product from its QR code: of all of the sample, and of 1,000 made.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'the sample' build_site "$W/sample"
node tests/bench/export.mjs 1000 "$W/made.jsonl"
check 'a thousand made products' build_site "$W/made" --export "$W/made.jsonl"
check 'codes of the sample' tests/qr/scan.sh "$W/sample" 0
check 'codes of the made products' tests/qr/scan.sh "$W/made" 0
check_report
