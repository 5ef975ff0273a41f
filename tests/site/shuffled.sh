#!/bin/sh
# The order of the records changes nothing but the hash of the export, which MANIFEST.json has.
cd "$(dirname "$0")/../.." && . tests/check.sh

reversed() {
	head -n 1 $SAMPLE
	tail -n +2 $SAMPLE | tac
}
shuffled() {
	head -n 1 $SAMPLE
	tail -n +2 $SAMPLE | shuf --random-source=$SAMPLE
}

check 'as it is' build_site "$W/plain"
for order in reversed shuffled; do
	$order >"$W/$order.jsonl"
	check "the records $order" sh -c '! cmp -s "$0" "$1"' $SAMPLE "$W/$order.jsonl"
	check "built $order" build_site "$W/$order" --export "$W/$order.jsonl"
	check "$order as it is" diff -rq -x MANIFEST.json "$W/plain" "$W/$order"
	for site in plain $order; do
		sed 's/"exported_at":"[^"]*","sha256":"[^"]*"//' "$W/$site/MANIFEST.json" >"$W/$site.json"
	done
	check "$order: the manifest, too" cmp "$W/plain.json" "$W/$order.json"
done
check_report
