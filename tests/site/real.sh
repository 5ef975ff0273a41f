#!/bin/sh
# Real input, where it is at hand: builds without an error, in both styles of links.
cd "$(dirname "$0")/../.." && . tests/check.sh

real=../shared/real
if [ -d $real ]; then
	SAMPLE=$real/labels.jsonl
	CRITERIA=$real/criteria
	check 'real input' build_site "$W/web"
	check 'real input, for offline use' build_site "$W/file" --offline
	check_empty 'no errors' sh -c '"$@" 2>&1 | grep -v ": warning: "; true' - \
		"$FUDA" check --export $SAMPLE --criteria $CRITERIA --as-of $AS_OF --quiet
	check_empty 'pages' java -Xss4m -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only \
		--format gnu --skip-non-html "$W/web"
else
	skip "no real input at $real"
fi
check_report
