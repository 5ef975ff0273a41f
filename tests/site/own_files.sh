#!/bin/sh
# An operator's own files: pictures by {{asset}}, files for the root of the site; what editors leave
# behind is not published.
cd "$(dirname "$0")/../.." && . tests/check.sh

site=$W/site

# refused WHAT PATTERN: a check of the folder says so, and nothing else.
refused() {
	"$FUDA" check --export $SAMPLE --criteria $CRITERIA --site "$site" --as-of $AS_OF >"$W/stdout" 2>"$W/stderr"
	check "$1: status" test $? = 1
	check "$1" grep -qE -- "$2" "$W/stderr"
	check "$1: one line" test "$(grep -vc '^fuda: ' "$W/stderr")" = 1
}

mkdir -p "$site/content" "$site/static" "$site/layouts" "$site/root/.well-known"
cp content/site.json "$site/content"
echo '<svg xmlns="http://www.w3.org/2000/svg"/>' >"$site/static/logo.svg"
hash=$(sha256sum <"$site/static/logo.svg" | cut -c 1-8)
cat >"$site/layouts/home.mustache" <<'END'
{{<installed/home}}{{$main}}<img src="{{root}}{{asset "logo.svg"}}" alt="">{{/main}}{{/installed/home}}
END
printf icon >"$site/root/favicon.ico"
echo token >"$site/root/.well-known/proof.txt"
for file in static/logo.svg~ static/.#logo.svg static/.logo.svg.swp static/logo.svg.swp static/.DS_Store \
	'static/#logo.svg#' static/logo.svg.bak static/logo.svg.orig static/logo.svg.new root/favicon.ico~ root/.DS_Store \
	layouts/home.mustache~; do
	echo left >"$site/$file"
done
check 'build' build_site "$W/out" --site "$site"
check 'the picture' cmp "$site/static/logo.svg" "$W/out/static/logo-$hash.svg"
check 'its address' grep -qF "<img src=\"./static/logo-$hash.svg\"" "$W/out/index.html"
check 'from a folder' grep -qF "<img src=\"../static/logo-$hash.svg\"" "$W/out/en/index.html"
check 'a file at the root' cmp "$site/root/favicon.ico" "$W/out/favicon.ico"
check 'one in .well-known' cmp "$site/root/.well-known/proof.txt" "$W/out/.well-known/proof.txt"
check 'beside the one of the program' test -s "$W/out/.well-known/security.txt"
check 'all of them are listed' sh -c 'cd "$0" && cat sums/*.sha256 | sha256sum -c --quiet && cat sums/*.sha256 | grep -q favicon.ico' "$W/out"
check_empty 'nothing that editors left' sh -c '! grep -rlx left "$0"' "$W/out"
build_site "$W/out" --site "$site" >"$W/again" 2>&1
check 'the next night is quiet' test $? = 0
rm "$site/root/favicon.ico"
check 'without it' build_site "$W/out" --site "$site"
check 'it is gone' test ! -e "$W/out/favicon.ico"

echo '{{<installed/home}}{{$main}}<img src="{{root}}{{asset "loga.svg"}}" alt="">{{/main}}{{/installed/home}}' >"$site/layouts/home.mustache"
refused 'a picture that does not exist' 'home.mustache:1: column [0-9]+: static/ has no file "loga.svg"; did you mean "logo.svg" \[layout-name\]'
echo '{{<installed/home}}{{$main}}<a {{asset "logo.svg"}}></a>{{/main}}{{/installed/home}}' >"$site/layouts/home.mustache"
refused 'a picture where no value can stand' '\[layout-place\]'
rm -r "$site/layouts"
for name in index.html robots.txt Search sitemap.xml en .well-known/security.txt MANIFEST.json.minisig; do
	echo x >"$site/root/$name"
	refused "$name at the root" "root/$name: .*\\[content-invalid\\]"
	rm "$site/root/$name"
done
# Two outputs of one name, on a disk that tells capitals from small letters and on one that does not.
for name in about About as-of.js.gz index.html.br 404.HTML.gz; do
	echo x >"$site/root/$name"
	refused "$name at the root" "root/$name: .*\\[(path-taken|content-invalid)\\]"
	rm "$site/root/$name"
done
for pair in 'a.txt A.txt' 'a.txt a.txt.gz' 'a.txt A.TXT.BR' '.well-known/a .well-known/A'; do
	for name in $pair; do
		echo x >"$site/root/$name"
	done
	refused "$pair at the root" 'root/.*would stand at the root of the site where the file .* has its place \[path-taken\]'
	for name in $pair; do
		rm "$site/root/$name"
	done
done
for name in en EN About; do
	for lang in ja en; do
		mkdir -p "$site/content/$lang"
		sed '/^---$/,/^---$/!d' content/$lang/about.md >"$site/content/$lang/$name.md"
	done
	refused "a page $name" "content/ja/(About|about|$name).md: would stand .* where the (language en|page [Aa]bout) has its place \\[path-taken\\]"
	rm -r "$site/content/ja" "$site/content/en"
done
# Names that not every file system can have.
for name in 'a
b' 'a:b' AUX con.txt 'a.' 'a?'; do
	echo x >"$site/root/$name"
	refused "'$name' at the root" 'not every file system and list of files can have this name \[content-invalid\]'
	rm "$site/root/$name"
	echo x >"$site/static/$name"
	refused "'$name' among static files" 'not every file system and list of files can have this name \[content-invalid\]'
	rm "$site/static/$name"
done
mkdir "$site/root/pictures"
echo x >"$site/root/pictures/a.png"
refused 'a folder at the root' 'root/pictures/a.png: .*put it into static/ \[content-invalid\]'
check_report
