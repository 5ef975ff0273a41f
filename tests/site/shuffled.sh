#!/bin/sh
# The order of the records changes nothing.
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
	check "$order as it is" diff -rq "$W/plain" "$W/$order"
done
check_report
