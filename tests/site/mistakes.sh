#!/bin/sh
# Mistakes in layouts, words and pages lead to the place where they were made, and to that alone.
cd "$(dirname "$0")/../.." && . tests/check.sh

site=$W/site

# look WHAT COMMAND STATUS NLINES: after the command, run in a copy of the site folder, `fuda check` ends so and
# says so many lines. The copy is the installed folder, so that nothing lies beneath it.
look() {
	rm -rf "$site"
	mkdir "$site"
	cp -R content layouts static "$site"
	mkdir "$site/bin"
	ln "$FUDA" "$site/bin/fuda" || cp "$FUDA" "$site/bin/fuda"
	(cd "$site" && eval "$2")
	"$site/bin/fuda" check --export "$SAMPLE" --criteria "$CRITERIA" --site "$site" --as-of "$AS_OF" >"$W/stdout" 2>"$W/stderr"
	check "$1: status" test $? = "$3"
	grep -v -e ': warning: ' -e '^fuda: ' "$W/stderr" >"$W/said"
	check "$1: lines" test "$(wc -l <"$W/said")" = "$4"
}

# mistake WHAT COMMAND PATTERN [STATUS]: after the command one line is said, which matches.
mistake() {
	look "$1" "$2" "${4:-1}" 1
	check "$1: what it says" grep -qE -- "$3" "$W/said"
}

# nothing WHAT COMMAND: after the command there is nothing wrong.
nothing() {
	rm -rf "$site"
	mkdir "$site"
	cp -R content layouts static "$site"
	(cd "$site" && eval "$2")
	check "$1: no error" timeout 120 "$FUDA" check --export "$SAMPLE" --criteria "$CRITERIA" --site "$site" --as-of "$AS_OF"
	check "$1" build_site "$W/out" --site "$site"
	check "$1: the same site" diff -rq -x MANIFEST.json "$W/out" "$W/plain"
	rm -rf "$W/out" "$W/out.fuda"
}

check 'the site as it is' build_site "$W/plain"
nothing 'line ends of another system' "find layouts content/?? -name '*.m*' | xargs perl -pi -e 's/\\n/\\r\\n/'"
nothing 'phrases of the glossary without a character' "sed -i 's/\"terms\": {/&\"odd\": {\"name\": \"\"},/
	s/\"spellings\": {/&\"\": [\"\"],/; s/\"claims\": \[/&\"\", \"*\",/' content/en/glossary.json"
look 'words that a layout, a column and an answer in plain words lack are said in one run' \
	"sed -i 's/t.home.heading/t.home.headign/' layouts/home.mustache; sed -i '/\"origin_state\": \"/d' content/en/strings.json
	sed -i 's/\"revoked\":/\"revokde\":/' content/plain/ko.json" 1 3
mistake 'a byte order mark' "printf '\357\273\277' | cat - layouts/home.mustache >x && mv x layouts/home.mustache" \
	'layouts/home.mustache:1: .*byte order mark.*\[encoding\]'
mistake 'a partial that is not UTF-8' "printf '\377' >>layouts/partials/row.mustache" \
	'layouts/partials/row.mustache:[0-9]+: .*not UTF-8 \[encoding\]'
mistake 'a page that is not UTF-8' "printf '\377' >>content/ja/about.md" 'content/ja/about.md:[0-9]+: .*UTF-8 \[encoding\]'
mistake 'words without a comma' "sed -i '5s/,\$//' content/en/strings.json" 'content/en/strings.json:6: .*\[json-syntax\]'
mistake 'words with a control character' "sed -i 's/language_name.: ./&\\\\u0007/' content/en/strings.json" \
	'content/en/strings.json: the text of "language_name" has the control character U\+0007 \[text-character\]'
mistake 'words with a noncharacter' "sed -i 's/language_name.: ./&\\\\uffff/' content/en/strings.json" \
	'content/en/strings.json: the text of "language_name" has the noncharacter U\+FFFF \[text-character\]'
mistake 'no words' 'rm content/en/strings.json' 'content/en/strings.json: cannot read: .*\[file-read\]' 2
mistake 'a glossary that is not JSON' 'echo x >content/en/glossary.json' 'content/en/glossary.json:1: .*\[json-syntax\]'
mistake 'words that are a list' 'echo [] >content/en/strings.json' \
	'content/en/strings.json: .*is an array, expected an object \[type\]'
mistake 'a country whose name is no text' "echo '{\"JP\": {}}' >content/en/countries.json" \
	'content/en/countries.json: -: /JP: is an object, expected a string \[type\]'
mistake 'words for search that are no list' "echo '{\"same\": [\"router\"]}' >content/en/search.json" \
	'content/en/search.json: -: /same/0: is a string, expected an array \[type\]'
mistake 'no words for search' 'rm content/en/search.json' 'content/en/search.json: cannot read: .*\[file-read\]' 2
mistake 'a word that is a number' "sed -i 's/\"menu\": \"[^\"]*\"/\"menu\": 5/' content/en/strings.json" \
	'content/en/strings.json: the text of "site.menu" is a number, expected a string \[type\]'
mistake 'a word that names a term that is not there' "sed -i 's/\"menu\": \"/&{{t.term.valdi}}/' content/en/strings.json" \
	'the text of "site.menu" names "term.valdi", which glossary.json does not have; did you mean "term.valid" \[string-missing\]'
mistake 'a misspelt word in a layout' "sed -i 's/t.home.heading/t.home.headign/' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: .*no text "home.headign"; did you mean "home.heading" \[string-missing\]'
mistake 'a section that is not ended in a word of the program' "sed -i 's/{{day}}/{{#is_first}}&/' content/en/strings.json" \
	'content/en/strings.json: -: /date: column 1: "is_first" is never ended \[layout-syntax\]'
mistake 'a term that is a string' "sed -i '0,/\"status\": {/s//\"odd\": \"x\", &/' content/en/glossary.json" \
	'content/en/glossary.json: -: /terms/odd: is a string, expected an object \[type\]'
mistake 'a page with another key' "sed -i '2s/^/author: me\n/' content/en/about.md" \
	'content/en/about.md: "author: me" cannot stand between the lines ---'
mistake 'a chain to a language that is not there' "sed -i 's/\"sample\": true/&, \"language_fallback\": {\"en\": [\"fr\"]}/' content/site.json" \
	'/language_fallback: "fr" is no other language of the site \[setting-invalid\]'
mistake 'a language that is none' "sed -i 's/\"ja\", \"en\"\]/\"ja\", \"en\", \"fr_FR\"]/' content/site.json" \
	'/languages: "fr_FR" is there twice, or is no language tag'
mistake 'a language without words' "sed -i 's/\"ja\", \"en\"\]/\"ja\", \"en\", \"fr\"], \"language_fallback\": {\"fr\": [\"en\"]}/' content/site.json" \
	'content/fr/strings.json: language fr has no words: it needs at least "language_name", "locale" and "site.continue"'
mistake 'an e-mail address that is none' "sed -i 's/registry@fuda.example/the office/' content/site.json" \
	'/contact_email: is "the office", expected an e-mail address.*\[setting-invalid\]'
mistake 'an empty page' ': >content/en/about.md' 'content/en/about.md: .*title and a description.*\[content-invalid\]'
mistake 'a section that is not ended' "echo '{{#label.is_valid}}' >>layouts/statistics.mustache" \
	'layouts/statistics.mustache:[0-9]+: .*"label.is_valid" is never ended'
mistake 'a section ended by another' "sed -i '2s/^/{{#archive}}\\n{{\\/sample}}/' layouts/robots.txt.mustache" \
	'layouts/robots.txt.mustache:3: .*"sample" ends where "archive" is open, from line 2 on'
mistake 'a setting that is no number' "sed -i 's/\"ending_soon_days\": [0-9]*/\"ending_soon_days\": \"soon\"/' content/site.json" \
	'/ending_soon_days: is "soon", expected a whole number from 0 to 3650'
mistake 'a script in a page' "sed -i 's,<div class=\"hero\">,&<script>a()</script>,' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: column [0-9]+: a script in the page, which its Content-Security-Policy blocks'
mistake 'a style sheet in a page' "sed -i 's,<div class=\"hero\">,&<style>p { color: red }</style>,' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: .*a style sheet in the page'
mistake 'a style attribute' "sed -i 's,<div class=\"hero\",& style=\"color: red\",' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: .*a style attribute.*give the element a class'
mistake 'an event attribute' "sed -i 's,<div class=\"hero\",& onclick=\"a()\",' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: .*an event attribute'
mistake 'an element that is not ended' "sed -i 's,<div class=\"hero\">,&<b>bold,' layouts/home.mustache" \
	'layouts/home.mustache:[0-9]+: .*the end of another element than the one that is open, <b>'
mistake 'the end of an element that is not open' "echo '</div>' >>layouts/packed.mustache" \
	'layouts/packed.mustache:[0-9]+: .*the end of an element that is not open'
mistake 'an element that a block leaves open' "sed -i 's,{{[$]main}},&<b>,' layouts/statistics.mustache" \
	'layouts/statistics.mustache:[0-9]+: .*"main" leaves <b> open'
mistake 'an element that a partial leaves open' "echo '<b>' >>layouts/partials/crumbs.mustache" '"crumbs" leaves <b> open'
mistake 'an element that is open at the end' "echo '<b>' >>layouts/sitemap.xml.mustache" \
	'layouts/sitemap.xml.mustache:[0-9]+: .*ends with <b> open'
mistake 'an element that a section leaves open' "sed -i '3s,^,{{#site.is_sample}}<div>{{/site.is_sample}},' layouts/check.mustache" \
	'layouts/check.mustache:[0-9]+: .*\"site.is_sample\" leaves <div> open'
check_report
