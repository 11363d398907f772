package format

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// linkedFrame is what lz4 -BD -B4 -BX --content-size makes of 40,000 lines
// "1,2" behind a header "a,b": blocks that go on from the one before, each
// with a checksum, in gzip and base64.
const linkedFrame = "H4sIAAAAAAACA2NR8pWIcWApZGIAgReCjAwM9Yk6SVyGOkYsDP9HOHgYAAoHrgt8ualcwIDhHw2RF5AQOScR01zNMDAhEgtx" +
	"gujEYwdASXZ98qGFAHncZjzFAgAA"

// TestLZ4Frames reads the kinds of frames that the format knows, one behind
// the other and in pieces.
func TestLZ4Frames(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 40_000)
	made := func(o ...lz4.Option) []byte {
		var out bytes.Buffer
		w := lz4.NewWriter(&out)
		if err := w.Apply(o...); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	packed, err := base64.StdEncoding.DecodeString(linkedFrame)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	linked, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	skipped := []byte("\x5a\x2a\x4d\x18\x03\x00\x00\x00abc")
	plain := made()
	for name, b := range map[string][]byte{
		"plain":              plain,
		"block checksums":    made(lz4.BlockChecksumOption(true), lz4.BlockSizeOption(lz4.Block64Kb)),
		"no checksum":        made(lz4.ChecksumOption(false)),
		"content size":       made(lz4.SizeOption(uint64(len(text)))),
		"linked blocks":      linked,
		"legacy":             made(lz4.LegacyOption(true)),
		"skipped before":     append(bytes.Clone(skipped), plain...),
		"skipped behind":     append(bytes.Clone(plain), skipped...),
		"two skipped before": append(append(bytes.Clone(skipped), skipped...), linked...),
	} {
		for _, in := range []Input{inMemory("a.csv.lz4", b), piped("a", b)} {
			g, err := readAll(in, asked("a", "b"), Options{})
			if err != nil || len(g.rows) != 40_000 || g.rows[39_999][1] != "2" || len(g.bad) > 0 {
				t.Errorf("%s: %d rows, %d bad, %v", name, len(g.rows), len(g.bad), err)
			}
		}
		two := append(bytes.Clone(b), b...)
		if g, err := readAll(piped("a", two), asked("a"), Options{}); err != nil || len(g.rows) != 80_001 {
			t.Errorf("%s twice: %d rows, %v", name, len(g.rows), err)
		}
		if _, err := readAll(piped("a", b[:len(b)/2]), asked("a"), Options{}); err == nil && !strings.HasPrefix(name,
			"skipped behind") {
			t.Errorf("half of %s is read without an error", name)
		}
	}
	// The frames that are skipped are zstd's too.
	zst := append(bytes.Clone(skipped), written(t, "csv", WriterOptions{Compression: "zstd"}, sample(9, 400))...)
	if g, err := readAll(piped("a", zst), asked("id"), Options{}); err != nil || len(g.rows) != 400 {
		t.Errorf("zstd behind a skipped frame: %d rows, %v", len(g.rows), err)
	}
}

// TestBehindGzip reads members that zeros follow, and refuses what is none.
func TestBehindGzip(t *testing.T) {
	one := written(t, "csv", WriterOptions{Compression: "gzip"}, sample(9, 40))
	row := func() []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		io.WriteString(z, strings.Repeat(",", 12)+"\n")
		z.Close()
		return out.Bytes()
	}()
	zeros := make([]byte, 5000)
	for name, c := range map[string]struct {
		b    []byte
		rows int
		want string
	}{
		"zeros":         {slicesOf(one, zeros), 40, ""},
		"zeros between": {slicesOf(one, zeros[:3], row), 41, ""},
		"a member":      {slicesOf(one, row), 41, ""},
		"text": {slicesOf(one, []byte("trailing")), 0, "a.csv.gz goes on behind its gzip data with bytes " +
			"that are none"},
		"half a member":  {slicesOf(one, row[:len(row)/2]), 0, "a.csv.gz ends in the middle of its gzip data"},
		"a half header":  {slicesOf(one, row[:5]), 0, "a.csv.gz ends in the middle of its gzip data"},
		"a wrong member": {slicesOf(one, row[:len(row)-8], zeros[:8]), 0, "a.csv.gz has damaged gzip data"},
	} {
		for _, in := range []Input{piped("a.csv.gz", c.b), inMemory("a.csv.gz", c.b)} {
			g, err := readAll(in, asked("id"), Options{})
			if c.want == "" && (err != nil || len(g.rows) != c.rows) {
				t.Errorf("%s: %d rows, %v", name, len(g.rows), err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestUnknownZstd says what is the matter with whole files that cannot be
// decompressed.
func TestUnknownZstd(t *testing.T) {
	frame := func(o ...zstd.EOption) []byte {
		var out bytes.Buffer
		z, err := zstd.NewWriter(&out, append(o, zstd.WithEncoderConcurrency(1))...)
		if err != nil {
			t.Fatal(err)
		}
		for range 200 { // longer than what is kept back to tell the size
			z.Write(bytes.Repeat([]byte("a,b\n1,2\n"), 1000))
		}
		z.Close()
		return out.Bytes()
	}
	wide := frame()
	wide[5] = 18 << 3 // a window of 2^28 bytes
	for want, b := range map[string][]byte{
		"a.csv.zst is compressed with a dictionary, which is not in it": frame(zstd.WithEncoderDictRaw(77,
			bytes.Repeat([]byte("a,b\n1,2\n"), 10))),
		"a.csv.zst is compressed with a window of more than 128 MiB": wide,
	} {
		if _, err := readAll(inMemory("a.csv.zst", b), asked("a"), Options{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v where %q was expected", err, want)
		}
	}
}
