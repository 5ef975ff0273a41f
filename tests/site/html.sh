#!/bin/sh
# The Nu Html Checker finds no error in any page, on the web and offline, and none in the style.
cd "$(dirname "$0")/../.." && . tests/check.sh

# It runs for some seconds: what would make it faster takes longer than that.
# The checker does not know container queries, which all engines have had since 2023.
unknown='.*(Property “container-type” doesn.t exist|Unrecognized at-rule “@container”).*'
vnu() {
	java -Xss4m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only --format gnu \
		--filterpattern "$unknown" --skip-non-"$1" "$2"
}

check 'built' build_site "$W/web"
check_empty 'pages' vnu html "$W/web"
check_empty 'styles' vnu css "$W/web"
check 'built for offline use' build_site "$W/file" --offline
# They differ from the others in nothing but their links.
find "$W/file/P" "$W/file/en/P" -mindepth 1 -maxdepth 1 -type d | sort | sed '4~4!d' | xargs rm -r
check_empty 'offline pages' vnu html "$W/file"
check_report
