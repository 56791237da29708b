// Checks a published log, its checkpoint and one proof by golang.org/x/mod alone, and makes the proofs that a log makes.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(ok bool, what string) {
	if !ok {
		fail(fmt.Errorf("%s", what))
	}
}

// The path of tlog-tiles is that of x/mod without the height of the tile.
func tilePath(t tlog.Tile) string {
	return strings.Replace(t.Path(), "tile/8/", "tile/", 1)
}

type tiles struct{ dir string }

func (r tiles) Height() int { return 8 }
func (r tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, t := range wanted {
		data, err := os.ReadFile(filepath.Join(r.dir, tilePath(t)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}
func (r tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func open(signed []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	fail(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	fail(err)
	lines := strings.Split(opened.Text, "\n")
	check(lines[0] == verifier.Name(), "origin")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail(err)
	hash, err := tlog.ParseHash(lines[2])
	fail(err)
	return tlog.Tree{N: size, Hash: hash}
}

func encoded(hashes []tlog.Hash) []string {
	var text []string
	for _, hash := range hashes {
		text = append(text, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return text
}

func main() {
	dir, vkey, proofFile := os.Args[1], os.Args[2], os.Args[3]
	older, err := strconv.ParseInt(os.Args[4], 10, 64)
	fail(err)
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	fail(err)
	tree := open(signed, vkey)
	reader := tlog.TileHashReader(tree, tiles{dir})

	entries := 0
	for n := int64(0); n*256 < tree.N; n++ {
		width := int64(256)
		if rest := tree.N - n*256; rest < width {
			width = rest
		}
		path := strings.Replace(tilePath(tlog.Tile{H: 8, L: 0, N: n, W: int(width)}), "tile/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		fail(err)
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, n*256+int64(i))
		}
		found, err := reader.ReadHashes(indexes)
		fail(err)
		for i := range indexes {
			length := int(binary.BigEndian.Uint16(bundle))
			check(found[i] == tlog.RecordHash(bundle[2:2+length]), fmt.Sprintf("entry %d", n*256+int64(i)))
			bundle = bundle[2+length:]
			entries++
		}
		check(len(bundle) == 0, path)
	}

	file, err := os.ReadFile(proofFile)
	fail(err)
	parts := bytes.SplitN(file, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	check(lines[0] == "c2sp.org/tlog-proof@v1", "header")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	fail(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	fail(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		fail(err)
		proof = append(proof, hash)
	}
	proven := open(parts[1], vkey)
	fail(tlog.CheckRecord(proof, proven.N, proven.Hash, index, tlog.RecordHash(entry)))

	record, err := tlog.ProveRecord(tree.N, index, reader)
	fail(err)
	consistency, err := tlog.ProveTree(tree.N, older, reader)
	fail(err)
	root, err := tlog.TreeHash(older, reader)
	fail(err)
	fail(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"entries": entries, "entry": string(entry), "index": index,
		"record": encoded(record), "consistency": encoded(consistency), "root": encoded([]tlog.Hash{root})[0],
	}))
}
