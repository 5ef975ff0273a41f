#!/bin/sh
# Signatures go both ways: what fuda sign makes minisign accepts, and the other way round; with keys
# encrypted and not. A build takes a signature away that does not fit any more.
cd "$(dirname "$0")/../.." && . tests/check.sh
M=MANIFEST.json

verify() { "$FUDA" verify --quiet --public-key "$W/$1.pub" --out "$W/site"; }
accepts() { minisign -V -q -p "$W/$1.pub" -m "$W/site/$M"; }
# changed KEY: what lets a key sign that the one before has not announced.
changed() {
	echo "--accept=key-unannounced=$(tail -n 1 "$W/$1.pub" | base64 -d | od -An -tx1 -j2 -N8 |
		awk '{ for (i = 8; i > 0; i--) printf "%s", toupper($i) }')"
}
without_signature() { [ ! -e "$W/site/$M.minisig" ]; }
# asks.py: runs a command on a terminal of its own and types the password there.
on_terminal() {
	command -v python3 >/dev/null || return 0
	python3 -c '
import os, pty, sys
seen = b""
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while b": " not in seen:
    seen += os.read(fd, 100)
os.write(fd, b"pass word\n")
try:
    while True:
        more = os.read(fd, 100)
        if not more: break
        seen += more
except OSError: pass
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status or (b"pass word" in seen))' "$@"
}

check 'a site' build_site "$W/site"
check_empty 'unsigned' without_signature
for key in plain other; do
	check "minisign makes the key $key" minisign -G -W -s "$W/$key.key" -p "$W/$key.pub"
done
check 'an encrypted one' sh -c 'printf "pass word\npass word\n" |
	minisign -G -s "$0/secret.key" -p "$0/secret.pub"' "$W"

check_empty 'we sign' "$FUDA" sign --key "$W/plain.key" --out "$W/site"
check 'minisign accepts it' accepts plain
check_empty 'so do we' verify plain
check 'the trusted comment' grep -qx 'trusted comment: as of 2026-11-22, sequence 9822, next expected 2026-11-23, site https://fuda.example/' "$W/site/$M.minisig"
check_status 'minisign refuses another key' 1 accepts other
check_status 'so do we, it' 1 verify other
cp "$W/site/$M.minisig" "$W/first"
check_empty 'we sign again' "$FUDA" sign --key "$W/plain.key" --out "$W/site"
check 'the same signature' cmp "$W/first" "$W/site/$M.minisig"
sed -i 's/9822/9823/' "$W/site/$M.minisig"
check_status 'minisign refuses another comment' 1 accepts plain
check_status 'so do we, the comment' 1 verify plain

check 'we sign with a password from a pipe' sh -c 'echo "pass word" |
	"$0" sign --key "$1/secret.key" --out "$1/site" "$2"' "$FUDA" "$W" "$(changed secret)"
check 'minisign accepts that' accepts secret
check_empty 'we accept that' verify secret
rm "$W/site/$M.minisig"
check 'we sign with a password from a terminal, which does not show it' \
	on_terminal "$FUDA" sign --key "$W/secret.key" --out "$W/site"
check 'minisign accepts that, too' accepts secret
cp "$W/site/$M.minisig" "$W/before"
check_status 'a wrong password' 2 sh -c 'echo wrong |
	"$0" sign --key "$1/secret.key" --out "$1/site"' "$FUDA" "$W"
check_status 'no password' 2 sh -c '"$0" sign --key "$1/secret.key" --out "$1/site" </dev/null' "$FUDA" "$W"
check_status 'a public key in place of a secret one' 2 "$FUDA" sign --key "$W/plain.pub" --out "$W/site"
check_status 'no site' 2 "$FUDA" sign --key "$W/plain.key" --out "$W/none"
check 'the signature has stayed' cmp "$W/before" "$W/site/$M.minisig"

for form in '' -l; do
	rm "$W/site/$M.minisig"
	check "minisign $form signs" minisign -S $form -s "$W/plain.key" -m "$W/site/$M" -t "some comment"
	check_empty "minisign $form: we accept it" verify plain
	sed -i 's/some comment/same comment/' "$W/site/$M.minisig"
	check_status "minisign $form: not with another comment" 1 verify plain
done

# A build and a signature.
check_status 'another key than before is refused' 1 "$FUDA" sign --key "$W/plain.key" --out "$W/site"
"$FUDA" sign --key "$W/plain.key" --out "$W/site" "$(changed plain)" 2>/dev/null
check_empty 'signed' verify plain
files_of "$W/site" >"$W/signed"
check 'a build that changes nothing' build_site "$W/site"
files_of "$W/site" >"$W/after"
check 'leaves the signature' cmp "$W/signed" "$W/after"
check 'a build of another day' build_site "$W/site" --as-of 2026-11-23 --report "$W/report"
check_empty 'takes it away' without_signature
check 'and says so' grep -qx $M.minisig "$W/report/removed.txt"
check_status 'and the site is not signed' 1 verify plain
check 'a build that signs' build_site "$W/site" --as-of 2026-11-24 --key "$W/plain.key" --report "$W/report"
check_empty 'the site is signed' verify plain
check 'and the report lists it' grep -qx $M.minisig "$W/report/changed.txt"
files_of "$W/site" >"$W/signed"
check 'the same once more' build_site "$W/site" --as-of 2026-11-24 --key "$W/plain.key"
files_of "$W/site" >"$W/after"
check 'writes nothing' cmp "$W/signed" "$W/after"
check 'with another key' build_site "$W/site" --as-of 2026-11-24 --key "$W/other.key" "$(changed other)"
check_empty 'the other has signed' verify other
check 'at once, signed' build_site "$W/site" --as-of 2026-11-25 --key "$W/plain.key" --atomic \
	"$(changed plain)"
check_empty 'signed with the first again' verify plain
check 'at once, not signed' build_site "$W/site" --as-of 2026-11-26 --atomic --report "$W/report"
check_empty 'it is not there' without_signature
check 'and it is told' grep -qx $M.minisig "$W/report/removed.txt"
check 'the way back' "$FUDA" rollback --out "$W/site"
check_empty 'leads to a signed site' verify plain
rm "$W/site/MANIFEST.json"
check_status 'what is not complete is not signed' 2 "$FUDA" sign --key "$W/plain.key" --out "$W/site"

# Its list of files was lost: somebody is asked, and lets it through.
mend() {
	accept=$(build_site "$W/site" --as-of 2026-11-25 2>&1 | grep -o -- '--accept=state-lost=[0-9a-f]*')
	build_site "$W/site" --as-of 2026-11-25 "$accept" "$@"
}
check 'mended' mend
check_empty 'the signature is gone' without_signature
rm "$W/site/MANIFEST.json"
check 'mended and signed' mend --key "$W/plain.key"
check_empty 'the mended site is signed' verify plain
check_report
