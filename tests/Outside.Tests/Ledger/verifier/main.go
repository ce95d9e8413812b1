// Verifies a log with golang.org/x/mod/sumdb alone. Arguments: folder, key, checkpoints kept from before. Standard input: lines "path offset mask", each a changed byte.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files struct { dir, path string; at int; mask byte }

func (f files) Height() int                        { return 8 }
func (f files) SaveTiles([]tlog.Tile, [][]byte)    {}
func (f files) ReadTiles(tiles []tlog.Tile) (all [][]byte, err error) {
	for _, t := range tiles {
		all = append(all, f.read(strings.Replace(strings.Replace(t.Path(), "tile/8/", "tile/", 1), "/data/", "/entries/", 1)))
	}
	return all, nil
}
func (f files) read(name string) []byte {
	data := must(os.ReadFile(filepath.Join(f.dir, name)))
	if name == f.path { data[f.at] ^= f.mask }
	return data
}
func must[T any](value T, err error) T { if err != nil { panic(err) }; return value }
func tilesOf(size int64) (all []tlog.Tile) { // NewTiles names every narrower tile of the edge too
	for _, t := range tlog.NewTiles(8, 0, size) { if t.W == 256 || int64(t.W) == size>>(8*t.L)&255 { all = append(all, t) } }
	return all
}
func open(data []byte, key string) (tree tlog.Tree) {
	n := must(note.Open(data, note.VerifierList(must(note.NewVerifier(key)))))
	must(base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64))
	lines := strings.Split(n.Text, "\n")
	must(fmt.Sscan(lines[1], &tree.N))
	tree.Hash = must(tlog.ParseHash(lines[2]))
	return tree
}
func verify(f files, key string, older [][]byte) (size int64, err error) {
	defer func() { if fault := recover(); fault != nil { err = fmt.Errorf("%v", fault) } }()
	tree := open(f.read("checkpoint"), key)
	var stored, leaves []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) (found []tlog.Hash, err error) { for _, i := range at { found = append(found, stored[i]) }; return found, nil })
	for _, t := range tilesOf(tree.N) {
		if t.L > 0 { continue }
		t.L = -1
		rest := must(f.ReadTiles([]tlog.Tile{t}))[0]
		for ; len(rest) > 0; rest = rest[2+int(rest[0])<<8+int(rest[1]):] {
			entry := rest[2 : 2+int(rest[0])<<8+int(rest[1])]
			stored = append(stored, must(tlog.StoredHashes(int64(len(leaves)), entry, read))...)
			leaves = append(leaves, tlog.RecordHash(entry))
		}
	}
	if root := must(tlog.TreeHash(tree.N, read)); root != tree.Hash || int64(len(leaves)) != tree.N { return 0, fmt.Errorf("%d entries give root %v", len(leaves), root) }
	for _, t := range tilesOf(tree.N) {
		if !bytes.Equal(must(tlog.ReadTileData(t, read)), must(f.ReadTiles([]tlog.Tile{t}))[0]) { return 0, fmt.Errorf("tile %v", t) }
	}
	tiles := tlog.TileHashReader(tree, f)
	for i := int64(0); i < tree.N; i += 1 + tree.N/50 { must(0, tlog.CheckRecord(must(tlog.ProveRecord(tree.N, i, tiles)), tree.N, tree.Hash, i, leaves[i])) }
	for _, data := range older { old := open(data, key); must(0, tlog.CheckTree(must(tlog.ProveTree(tree.N, old.N, tiles)), tree.N, tree.Hash, old.N, old.Hash)) }
	return tree.N, nil
}
func main() {
	var older [][]byte
	for _, name := range os.Args[3:] { older = append(older, must(os.ReadFile(name))) }
	size, err := verify(files{dir: os.Args[1]}, os.Args[2], older)
	fmt.Println("verified", size, len(older), err)
	tried, found := 0, 0
	for f := (files{dir: os.Args[1]}); ; tried++ {
		if n, _ := fmt.Scan(&f.path, &f.at, &f.mask); n < 3 { break }
		if _, err := verify(f, os.Args[2], older); err != nil { found++ } else { fmt.Println("not found", f) }
	}
	fmt.Println("found", found, "of", tried)
}
