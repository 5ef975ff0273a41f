#!/bin/sh
# A site folder has what differs, and the installed one the rest.
cd "$(dirname "$0")/../.." && . tests/check.sh

site=$W/site

# says WHAT PATTERN STATUS COMMAND...: fuda ends so, and one line of what it prints matches.
says() {
	what=$1
	pattern=$2
	status=$3
	shift 3
	"$FUDA" "$@" >"$W/said" 2>&1
	check "$what: status" test $? = "$status"
	check "$what" grep -qE -- "$pattern" "$W/said"
}

# checked WHAT PATTERN STATUS: `fuda check` of the folder.
checked() {
	says "$1" "$2" "$3" check --export $SAMPLE --criteria $CRITERIA --site "$site" --as-of $AS_OF
}

check 'the whole site' build_site "$W/plain"

# ---- init ----
says 'init' 'content/site.json' 0 init "$site"
says 'init of a folder that is not empty' 'is not empty' 2 init "$site"
check 'no product is retired yet' test -f "$site/content/retired.jsonl" -a ! -s "$site/content/retired.jsonl"
check 'one screen of README' test "$(wc -l <"$site/README.md")" -le 40
check 'its schema is there' test -f "$(sed -n 's,.*"$schema": "file://\(.*\)".*,\1,p' "$site/content/site.json")"
build_site "$W/out" --site "$site" >"$W/said" 2>&1
check 'a build with empty settings is refused' test $? = 1
for key in base_url site_name scheme_name operator_name contact_email; do
	check "$key must be set" grep -q "/$key: .*\\[key-missing\\]" "$W/said"
done
check 'and nothing else' test "$(grep -c '\[' "$W/said")" = 5
check_empty 'nothing is written' find "$W" -name 'out*'

# ---- the same site, with what is never taken from the installed one: its settings and corrections ----
cp content/site.json content/corrections.jsonl "$site/content"
check 'a folder with settings and corrections' build_site "$W/out" --site "$site"
check 'is the same site' diff -rq "$W/plain" "$W/out"

# ---- one word, one page, one layout, one file ----
mkdir -p "$site/content/en" "$site/layouts" "$site/static"
echo '{"nav": {"home": "Front door"}}' >"$site/content/en/strings.json"
echo '{{<installed/base}}{{$head}}<meta name="mine" content="1">{{/head}}{{/installed/base}}' >"$site/layouts/base.mustache"
sed 's/^title: .*/title: Another title/' content/en/about.md >"$site/content/en/about.md"
check 'a word, a page and a layout' build_site "$W/out" --site "$site"
check 'the word' grep -q 'Front door' "$W/out/en/index.html"
check 'the other words' grep -q "$(sed -n 's/.*"products": "\(.*\)",/\1/p' content/en/strings.json | head -n 1)" "$W/out/en/index.html"
check 'the other language has its own' grep -qv 'Front door' "$W/out/index.html"
check 'the layout adds to the installed one' grep -q 'name="mine"' "$W/out/about/index.html"
check 'which still has what a page puts into it' grep -q '<h1' "$W/out/about/index.html"
check 'the page' grep -q '<title>Another title' "$W/out/en/about/index.html"

says 'a layout that adds' '^extends   layouts/base.mustache$' 0 site --site "$site" --list

# A mistake is named where it was made.
echo '{"nav": {"home": "{{nmae}}"}}' >"$site/content/en/strings.json"
checked 'a mistake in a word' '^[^ ]*site/content/en/strings.json: -: /nav/home: .*\[layout-name\]' 1
echo '{"answer": {"valid": {"headline": "Guaranteed safe"}}}' >"$site/content/en/strings.json"
checked 'a claim' '^[^ ]*site/content/en/strings.json: -: /answer/valid/headline: warning: .*\[wording-claim\]' 0
rm -r "$site/content/en" "$site/layouts"

# ---- copies, and what they were taken from: another version is another installed folder ----
mkdir -p "$W/v1/bin"
cp "$FUDA" "$W/v1/bin/fuda"
cp -R content layouts static "$W/v1"
program=$FUDA
FUDA=$W/v1/bin/fuda
says 'a file that does not exist' 'did you mean "layouts/home.mustache"' 2 site --site "$site" --copy layouts/hom.mustache
says 'a file put together by key' 'only what differs' 2 site --site "$site" --copy content/en/strings.json
says 'no copy from elsewhere' 'no such file' 2 site --site "$site" --copy layouts/../../v1/layouts/home.mustache
for file in layouts/home.mustache static/search/filter.js static/site.css; do
	check "copy of $file" "$FUDA" site --site "$site" --copy $file
	check "it is there" cmp -s "$file" "$site/$file"
done
says 'a second copy' 'is there already' 2 site --site "$site" --copy layouts/home.mustache
echo '<p>mine</p>' >>"$site/layouts/home.mustache"
echo '// mine' >>"$site/static/search/filter.js"
echo 'x' >"$site/static/logo.svg"
: >"$site/content/corrections.jsonl"
says 'what was added' '^added     static/logo.svg$' 0 site --site "$site" --list
says 'what is the same' '^same      static/site.css$' 0 site --site "$site" --list
says 'what was changed' '^changed   layouts/home.mustache$' 0 site --site "$site" --list
says 'what is installed' '^installed layouts/base.mustache$' 0 site --site "$site" --list
says 'what is the operator'"'"'s alone' '^added     content/corrections.jsonl$' 0 site --site "$site" --list
says 'what is joined' '^joined    content/site.json$' 0 site --site "$site" --list
says 'what a copy changed' '^\+<p>mine</p>$' 0 site --site "$site" --diff
checked 'a copy of this version is used' 'no errors, 0 warnings' 0
echo '/* new */' | tee -a "$W/v1/layouts/home.mustache" "$W/v1/static/site.css" >>"$W/v1/static/search/filter.js"
checked 'a script of another version' 'static/search/filter.js: .*\[layer-bound\]' 1
checked 'a layout of another version' 'layouts/home.mustache: warning: .*has changed since.*\[layer-old\]' 1
says 'it is behind' '^behind    layouts/home.mustache$' 0 site --site "$site" --list
says 'what changed beneath it' '^\+/\* new \*/$' 0 site --site "$site" --diff
build_site "$W/refused" --site "$site" >"$W/said" 2>&1
check 'a build refuses such a script' test $? = 1
rm "$site/static/search/filter.js"
check 'it is taken anew' "$FUDA" site --site "$site" --copy static/search/filter.js
check 'and is of this version' cmp -s "$W/v1/static/search/filter.js" "$site/static/search/filter.js"

# ---- another installed version stops the night, until somebody has looked ----
rm -rf "$site"
mkdir -p "$site/content" "$site/layouts"
cp content/site.json "$site/content"
check 'a site of one version' build_site "$W/night" --site "$site"
echo '{{! of ours }}' | cat layouts/home.mustache - >"$site/layouts/home.mustache"
check 'what the operator changes does not stop it' build_site "$W/night" --site "$site"
files_of "$W/night" >"$W/before"
echo '<!-- newer -->' >>"$W/v1/layouts/product.mustache"
build_site "$W/night" --site "$site" >"$W/said" 2>&1
check 'another version does' test $? = 1
check 'and says how many pages would change' grep -q 'fuda check --out.*\[installed-changed\]$' "$W/said"
files_of "$W/night" >"$W/after"
check 'nothing has changed' diff "$W/before" "$W/after"
accept=$(grep -o -- '--accept=installed-changed=[0-9a-f]*' "$W/said")
echo '<!-- newer still -->' >>"$W/v1/layouts/product.mustache"
check_status 'what was accepted is that version alone' 1 build_site "$W/night" --site "$site" "$accept"
accept=$(build_site "$W/night" --site "$site" 2>&1 | grep -o -- '--accept=installed-changed=[0-9a-f]*')
check 'it is let through' build_site "$W/night" --site "$site" "$accept"
check 'and is published' grep -q 'newer still' "$W/night/P/LP9FSHRR/index.html"
check 'the night after it is known' build_site "$W/night" --site "$site"
FUDA=$program

# ---- an upgrade: a whole copy of an older version, in which one file was edited ----
if git cat-file -e d914e7e 2>/dev/null; then
	rm -rf "$site"
	mkdir "$site"
	git archive d914e7e content layouts static | tar x -C "$site"
	echo 'p { color: green }' >>"$site/static/site.css"
	checked 'its scripts are refused' '/static/site.js: .*remove it.*\[layer-bound\]' 1
	check 'each of them is named' test "$(grep -c 'layer-bound' "$W/said")" -gt 4
	check 'what may be an old copy is named' grep -q '/static/site.css: warning: .*\[layer-old\]' "$W/said"
	check 'so are words' grep -q '/content/ja/strings.json: warning: .*\[layer-old\]' "$W/said"
	# What the messages say to do.
	sed -n 's/^\([^:]*\): .*\[layer-[a-z]*\]$/\1/p' "$W/said" | grep -v '/static/site.css$' | xargs rm
	checked 'then all is well but for what was edited' 'no errors, 1 warning' 0
	check 'it builds' build_site "$W/upgraded" --site "$site"
	check 'with the edit' sh -c 'cat "$0"/static/site-*.css | grep -q green' "$W/upgraded"
else
	skip 'the older version is not in this checkout'
fi
check_report
