#!/bin/sh
# Reads the QR codes of a built site with zbarimg and compares each with the address it must hold.
#
#   tests/qr/scan.sh SITE COUNT [BASE_URL]
#
# SITE is the folder of the site, COUNT how many products to look at, spread evenly over all (0: all).
# BASE_URL is taken from the canonical link of the first product's page where it is not given.
# Prints "N passed, M failed"; exit status 1 if one failed or there was none, 2 if it cannot run.
set -u

if [ $# -lt 2 ]; then
	echo "usage: scan.sh SITE COUNT [BASE_URL]" >&2
	exit 2
fi
site=$1
count=$2
base_url=${3-}

if ! command -v zbarimg >/dev/null; then
	echo "skipped: zbarimg is not installed"
	exit 0
fi

ids=$(ls "$site/P") || exit 2
total=$(printf '%s\n' "$ids" | grep -c .)
if [ -z "$base_url" ]; then
	first=$(printf '%s\n' "$ids" | head -n 1)
	base_url=$(grep -o '<link[^>]*rel="\{0,1\}canonical[^>]*>' "$site/P/$first/index.html" |
		sed -n 's|.*href="\([^"]*\)P/[^/]*/".*|\1|p' | head -n 1)
	if [ -z "$base_url" ]; then
		echo "scan.sh: no canonical link in $site/P/$first/index.html: name the base URL" >&2
		exit 2
	fi
fi
[ "$count" -gt 0 ] && [ "$count" -lt "$total" ] || count=$total

# the host in upper case, all else as it is
scheme=${base_url%%://*}
rest=${base_url#*://}
host=$(printf '%s' "${rest%%/*}" | tr '[:lower:]' '[:upper:]')
prefix=$scheme://$host/${rest#*/}

picked=$(printf '%s\n' "$ids" | awk -v total="$total" -v count="$count" \
	'int(NR * count / total) > int((NR - 1) * count / total)')

# read_codes ID...: what their codes say, a line each.
read_codes() {
	printf "$site/P/%s/qr.png\n" "$@" | xargs -d '\n' zbarimg --raw -q -Sdisable -Sqrcode.enable 2>/dev/null
}

# Many at once; one by one only where that is not what they must say.
# shellcheck disable=SC2086
if [ "$(read_codes $picked)" = "$(printf "${prefix}P/%s/\n" $picked)" ]; then
	echo "$count passed, 0 failed"
	exit 0
fi
results=$(printf '%s\n' "$picked" |
	while read -r id; do
		expected=${prefix}P/$id/
		actual=$(read_codes "$id")
		if [ "$actual" = "$expected" ]; then
			echo passed
		else
			echo "$site/P/$id/qr.png: expected $expected, read '$actual'" >&2
			echo failed
		fi
	done)

npassed=$(printf '%s\n' "$results" | grep -c passed)
nfailed=$(printf '%s\n' "$results" | grep -c failed)
echo "$npassed passed, $nfailed failed"
[ "$nfailed" -eq 0 ] && [ "$npassed" -gt 0 ]
