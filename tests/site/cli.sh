#!/bin/sh
# The command line: what it says, where, and with which status it ends.
cd "$(dirname "$0")/../.." && . tests/check.sh

# says WHAT STATUS PATTERN ARGUMENT...: fuda ends so, and what it prints matches.
says() {
	what=$1
	status=$2
	pattern=$3
	shift 3
	"$FUDA" "$@" >"$W/stdout" 2>"$W/stderr" </dev/null
	check "$what: status" test $? = "$status"
	if [ "$status" = 0 ]; then
		check "$what: on standard output" grep -qe "$pattern" "$W/stdout"
		check_empty "$what: nothing else" cat "$W/stderr"
	else
		check "$what: on standard error" grep -qe "$pattern" "$W/stderr"
		check_empty "$what: nothing else" cat "$W/stdout"
	fi
}

says 'version' 0 '^fuda [0-9]' --version
says 'help' 0 'fuda build' --help
for command in build check status; do
	says "help of $command" 0 '--export' $command --help
	says "$command without an export" 2 '--export' $command --criteria $CRITERIA
	says "$command without criteria" 2 '--criteria' $command --export $SAMPLE
	says "$command with a misspelt option" 2 '--export' $command --exprot $SAMPLE
	says "$command with an option without its value" 2 '--criteria' $command --criteria
	says "$command with something more" 2 'more' $command --export $SAMPLE --criteria $CRITERIA more
done
says 'version in short' 0 '^fuda [0-9]' -V
says 'help without a command' 0 'fuda build' help
says 'help of a command' 0 '--shard' help build
says 'help of an unknown command' 2 'build' help biuld
says 'a value behind =' 0 '"status"' status --export=$SAMPLE --criteria=$CRITERIA --as-of=$AS_OF --
says 'an option twice' 2 '--out is given twice' build --export $SAMPLE --criteria $CRITERIA --out a --out b
says 'an argument that is no option' 2 'unexpected argument' status labels.jsonl
says 'completion for a shell that is not known' 2 'bash, zsh or fish' completion csh

# What the first line of a command's help names outside brackets it cannot do without, and nothing else.
stand_in() {
	case $1 in
	--kind) echo zim ;;
	--from) echo 2026-01-01 ;;
	*) echo "$W/none/none" ;;
	esac
}
for command in build check status merge mirror rollback sqlite sign announce log prove; do
	needed=$("$FUDA" $command --help | sed -n '1{s/ \[.*//;p;}' | grep -oe '--[a-z-]*')
	for missing in $needed ''; do
		set -- "$command"
		for option in $needed; do
			[ "$option" = "$missing" ] || set -- "$@" "$option" "$(stand_in "$option")"
		done
		"$FUDA" "$@" >"$W/stdout" 2>"$W/stderr" </dev/null
		if [ -n "$missing" ]; then
			check "$command without $missing" grep -qxe "fuda $command: $missing is missing; see fuda $command --help" "$W/stderr"
		else
			check_status "$command with $needed lacks nothing" 1 grep -qe 'is missing; see' "$W/stderr"
		fi
	done
done

# Completion knows every option of every command, as the help does.
for shell in bash zsh fish; do
	"$FUDA" completion $shell >"$W/completion.$shell"
	for command in $("$FUDA" --help | sed -n 's/^  fuda \([a-z]*\)  .*/\1/p'); do
		for option in $("$FUDA" $command --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | grep -vx help); do
			check "$shell completes $command --$option" grep -q "$command.*$option\\|--$option" "$W/completion.$shell"
		done
	done
done
check 'bash reads its completion' bash -n "$W/completion.bash"
check 'bash completes a command' bash -c '. "$0"; COMP_WORDS=(fuda bu); COMP_CWORD=1; _fuda; [ "${COMPREPLY[*]}" = build ]' \
	"$W/completion.bash"
check 'bash completes an option' bash -c '. "$0"; COMP_WORDS=(fuda sign --k); COMP_CWORD=2; _fuda; [ "${COMPREPLY[*]}" = --key ]' \
	"$W/completion.bash"
check 'bash completes a value' bash -c '. "$0"; COMP_WORDS=(fuda mirror --kind l); COMP_CWORD=3; _fuda; [ "${COMPREPLY[*]}" = lite ]' \
	"$W/completion.bash"

# Interrupted from the keyboard, it says so in one line, and ends as by the signal.
node -e '
	const fs = require("fs"), { spawn } = require("child_process");
	const child = spawn(process.argv[1], ["build", "--export", process.argv[2], "--criteria", process.argv[3], "--site", ".", "--as-of", process.argv[4], "--out", process.argv[5]]);
	let said = "";
	child.stderr.on("data", (text) => said += text);
	child.on("close", (code, signal) => console.log(signal, JSON.stringify(said.split("\n").filter((line) => line.startsWith("fuda: ")))));
	// As soon as it catches the signal, and long before it is done.
	while (!/^SigCgt:.*[2367abef]$/m.test(fs.readFileSync(`/proc/${child.pid}/status`, "utf8")));
	child.kill("SIGINT");
' "$FUDA" $SAMPLE $CRITERIA $AS_OF "$W/interrupted" >"$W/interrupt"
check 'an interrupted build says so' grep -qxE 'SIGINT \["fuda: interrupted"\]' "$W/interrupt"

# A shell has a job behind it ignore that key.
(
	trap '' INT
	"$FUDA" build --export $SAMPLE --criteria $CRITERIA --site . --as-of $AS_OF --out "$W/behind" >"$W/behind.said" 2>&1 &
	child=$!
	# By now it would catch it.
	while kill -0 $child && [ ! -d "$W/behind.fuda" ]; do :; done
	kill -INT $child
	wait $child
)
check_status 'a job behind a shell is not interrupted' 0 test -f "$W/behind/MANIFEST.json"

# The bar is drawn in one line, and gone when all is made, whichever worker was the last.
for jobs in 1 2 4; do
	TERM=xterm script -qec "'$FUDA' build --export $SAMPLE --criteria $CRITERIA --site . --as-of $AS_OF --jobs $jobs --out '$W/bar-$jobs'" \
		/dev/null </dev/null | tr '\r' '\n' >"$W/bar"
	check "a bar with $jobs workers" grep -qE '^\[#+ *\] +[0-9]+ % of [0-9]+ products$' "$W/bar"
	check "it is gone at the end with $jobs" grep -qE "^$(printf '\033')\[K[0-9]+ products, .* s$" "$W/bar"
done

# What could not be told is no success, though the site is there.
"$FUDA" build --export tests/golden/site-small/labels.jsonl --criteria tests/golden/site-small/criteria --site . --as-of $AS_OF --out "$W/told" --errors /dev/full \
	>"$W/stdout" 2>"$W/stderr"
check 'errors that cannot be written: status' test $? = 2
check 'are said' grep -q -- '--errors: cannot write' "$W/stderr"
check 'the site was built' grep -q 'written, ' "$W/stdout"
check_status 'and not called unfinished' 1 grep -q 'not finished' "$W/stderr"

# Colours on a terminal alone, and not for who wants none.
echo '{' >"$W/bad.jsonl"
on_terminal() { TERM=xterm script -qec "$1 '$FUDA' check --export '$W/bad.jsonl' --criteria $CRITERIA" /dev/null </dev/null >"$W/terminal"; }
on_terminal ''
check 'colours on a terminal' grep -q "$(printf '\033')\\[31m\\[json-syntax\\]" "$W/terminal"
on_terminal 'NO_COLOR=1'
check 'none with NO_COLOR' grep -q '[^m]\[json-syntax\]' "$W/terminal"
"$FUDA" check --export "$W/bad.jsonl" --criteria $CRITERIA 2>"$W/pipe"
check 'none in a pipe' grep -q '[^m]\[json-syntax\]' "$W/pipe"

# What a command would not look at it does not take, and an empty value is a variable that was not set.
for option in --log=x --checkpoint=x --go-on --log-key=x --out=x --max-age=3 --not-before=3; do
	says "verify --proof with $option" 2 "^fuda verify: --proof and ${option%%=*} do not go together$" verify --public-key x --proof x $option
done
for option in --go-on --log-key=x --out=x; do
	says "verify --checkpoint with $option" 2 "and ${option%%=*} do not go together$" verify --public-key x --log x --checkpoint x $option
done
says 'the key of a log without one' 2 '^fuda verify: --log is missing' verify --public-key x --out x --log-key x
says 'a site without a name' 2 '^fuda check: --site needs a value: DIR$' check --export $SAMPLE --criteria $CRITERIA --site ''
says 'an output without a name' 2 '^fuda build: --out needs a value: DIR$' build --export $SAMPLE --criteria $CRITERIA --out=
says 'a folder without a name' 2 '^fuda init: unexpected argument' init ''

says 'no command' 2 'fuda build'
says 'a misspelt command' 2 'build' biuld
for option in --ledger=x --keep-export=x --report=x --key=x --fresh --precompress --accept=pages-gone=1 --atomic --offline; do
	says "check with $option and no folder to compare with" 2 'of use with --out alone' check --export $SAMPLE --criteria $CRITERIA $option
done
says 'a build without a folder' 2 '--out' build --export $SAMPLE --criteria $CRITERIA
for day in 0001-01-01 0004-12-31 0005-01-01 9999-12-31; do
	"$FUDA" check --export $SAMPLE --criteria $CRITERIA --site . --as-of $day >"$W/stdout" 2>"$W/stderr"
	check "a check of $day ends" test $? -le 1
done
says 'an unknown day' 2 '2026-02-30' status --export $SAMPLE --criteria $CRITERIA --as-of 2026-02-30
says 'an unknown product' 2 'NOSUCHPRODUCT' status --export $SAMPLE --criteria $CRITERIA \
	--as-of $AS_OF --explain NOSUCHPRODUCT

# status: a JSON line a product, sorted.
"$FUDA" status --export $SAMPLE --criteria $CRITERIA --as-of $AS_OF >"$W/status" 2>"$W/err"
check 'status succeeds' test $? = 0
check 'a line a product' test "$(wc -l <"$W/status")" = "$(tail -n +2 $SAMPLE | wc -l)"
check 'sorted by product' sh -c "sed 's/.*\"product_id\":\"\\([^\"]*\\)\".*/\\1/' '$W/status' | LC_ALL=C sort -c -u"
check 'all of it JSON' node -e '
	const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map(JSON.parse);
	const wanted = "product_id label_id level status reason end displayed_on";
	for (const line of lines) {
		const keys = Object.keys(line).join(" ");
		const expected = line.status === "not_issued" ? "product_id status" : wanted;
		if (keys !== expected) throw new Error(JSON.stringify(line));
	}' "$W/status"
check_status 'what cannot be written is said' 2 sh -c '"$0" status --export "$1" --criteria "$2" --as-of "$3" >/dev/full' \
	"$FUDA" $SAMPLE $CRITERIA $AS_OF
id=$(head -n 1 "$W/status" | sed 's/.*"product_id":"\([^"]*\)".*/\1/')
says 'explain' 0 '^the product shows ' status --export $SAMPLE --criteria $CRITERIA --as-of $AS_OF --explain "$id"
# The rule that is named is the one of fuda-status(5) that has the event.
for rule in '7: spec_change_reported of .*, spec_change' '7: reevaluation_nonconform of .*, nonconformity' \
	'8: withdrawn of .*, withdrawn'; do
	id=$(sed -n "/\"reason\":\"${rule##*, }\"/{s/.*\"product_id\":\"\([^\"]*\)\".*/\1/p;q;}" "$W/status")
	says "explain ${rule##*, }" 0 "^rule ${rule%%, *} ends the label on that day, ${rule##*, };" \
		status --export $SAMPLE --criteria $CRITERIA --as-of $AS_OF --explain "$id"
done

# In a pipe no progress bar, and one line at the end that says what was done.
"$FUDA" build --export $SAMPLE --criteria $CRITERIA --site . --as-of $AS_OF --out "$W/out" \
	>"$W/stdout" 2>"$W/stderr"
check 'a build succeeds' test $? = 0
check_empty 'no control characters in a pipe' sh -c '! cat "$0/stdout" "$0/stderr" | grep -aP "[\\x00-\\x09\\x0b-\\x1f]"' "$W"
check 'a summary at the end' grep -qhE '^[0-9]+ products, .* written, .* unchanged.* [0-9.]+ s$' "$W/stdout" "$W/stderr"
"$FUDA" build --export $SAMPLE --criteria $CRITERIA --site . --as-of $AS_OF --out "$W/out" --quiet \
	>"$W/stdout" 2>"$W/stderr"
check_empty 'quiet' sh -c '! grep -hv ": warning: " "$0/stdout" "$0/stderr"' "$W"
check_report
