// Reads a log and proofs with the packages of Go's own checksum database, which share no code with the program:
//
//	main KEY LOG [EARLIER-CHECKPOINT] [PROOF MANIFEST ...]
//
// KEY is that of a verifier of notes, or several with commas, of keys that followed one another. Says what is wrong
// and ends with status 1.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func fail(format string, values ...any) {
	must(fmt.Errorf(format, values...))
}

func read(name string) []byte {
	text, err := os.ReadFile(name)
	must(err)
	return text
}

func parseHash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	must(err)
	return hash
}

// open verifies a checkpoint.
func open(text []byte, verifiers []note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifiers[0].Name() {
		fail("a checkpoint of another form: %q", lines)
	}
	var tree tlog.Tree
	_, err = fmt.Sscanf(lines[1], "%d", &tree.N)
	must(err)
	tree.Hash = parseHash(lines[2])
	return tree
}

// tiles reads tiles of height 8 as C2SP names them.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range wanted {
		name := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		text, err := os.ReadFile(filepath.Join(t.folder, name))
		if err != nil {
			return nil, err
		}
		found = append(found, text)
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// entries reads all bundles.
func entries(folder string, n int64) (list []string) {
	for i := int64(0); i < n; i += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: i / 256, W: 256}
		if n-i < 256 {
			tile.W = int(n - i)
		}
		text := read(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)))
		for len(text) > 0 {
			length := int(binary.BigEndian.Uint16(text))
			list = append(list, string(text[2:2+length]))
			text = text[2+length:]
		}
	}
	return list
}

// takePath reads "KEY INDEX SIZE" and the hashes behind it.
func takePath(lines []string, key string) (index, size int64, path tlog.RecordProof, rest []string) {
	_, err := fmt.Sscanf(lines[0], key+" %d %d", &index, &size)
	must(err)
	for lines = lines[1:]; len(lines[0]) == 44; lines = lines[1:] {
		path = append(path, parseHash(lines[0]))
	}
	return index, size, path, lines
}

type manifest struct {
	Products_root string
	Parts         []struct{ Path, Root string }
}

func hexHash(text string) (hash tlog.Hash) {
	decoded, err := hex.DecodeString(text)
	must(err)
	copy(hash[:], decoded)
	return hash
}

// checkProof checks a proof, and its shelf's root against MANIFEST.json.
func checkProof(name, manifestName string, verifiers []note.Verifier) {
	text := string(read(name))
	split := strings.Index(text, "\n\n")
	tree := open([]byte(text[split+2:]), verifiers)
	lines := strings.Split(text[:split], "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("%s: not a proof", name)
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	var index int64
	_, err = fmt.Sscanf(lines[2], "index %d", &index)
	must(err)
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		path = append(path, parseHash(line))
	}
	end := bytes.Index(extra, []byte("\n\n"))
	label := extra[end+2:]
	said := strings.Split(string(extra[:end+1]), "\n")
	entry := strings.Join(said[1:6], "\n") + "\n"
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash([]byte(entry))))

	var published manifest
	must(json.Unmarshal(read(manifestName), &published))
	if said[4] != "products "+published.Products_root {
		fail("%s: another root than MANIFEST.json names", name)
	}
	at, size, shelf, rest := takePath(said[7:], "shelf")
	shelfAt, shelves, above, _ := takePath(rest, "shelves")
	var roots []string
	for _, part := range published.Parts {
		if part.Root != "" {
			roots = append(roots, part.Root)
		}
	}
	if int64(len(roots)) != shelves {
		fail("%s: %d shelves, of %d", name, shelves, len(roots))
	}
	root := hexHash(roots[shelfAt])
	leaf := fmt.Sprintf("%s %x", strings.TrimPrefix(said[6], "id "), sha256.Sum256(label))
	must(tlog.CheckRecord(shelf, size, root, at, tlog.RecordHash([]byte(leaf))))
	must(tlog.CheckRecord(above, shelves, hexHash(published.Products_root), shelfAt, tlog.RecordHash(root[:])))
}

func main() {
	var verifiers []note.Verifier
	for _, key := range strings.Split(os.Args[1], ",") {
		verifier, err := note.NewVerifier(key)
		must(err)
		verifiers = append(verifiers, verifier)
	}
	folder := os.Args[2]
	tree := open(read(filepath.Join(folder, "checkpoint")), verifiers)
	list := entries(folder, tree.N)
	reader := tlog.TileHashReader(tree, tiles{folder})
	for i := int64(0); i < tree.N; i++ {
		proof, err := tlog.ProveRecord(tree.N, i, reader)
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash([]byte(list[i]))))
	}
	if len(os.Args) > 3 {
		earlier := open(read(os.Args[3]), verifiers)
		proof, err := tlog.ProveTree(tree.N, earlier.N, reader)
		must(err)
		must(tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash))
	}
	nproofs := 0
	for i := 4; i+1 < len(os.Args); i += 2 {
		checkProof(os.Args[i], os.Args[i+1], verifiers)
		nproofs++
	}
	fmt.Printf("%d entries and %d proofs hold\n", tree.N, nproofs)
}
