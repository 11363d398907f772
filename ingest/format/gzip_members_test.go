package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// TestSideBySide reads files of members small and large, some of which hold
// what looks like the beginning of another, and some with a header that does not look
// like one: the text is that of reading them one after another.
func TestSideBySide(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 4))
	for round := range 12 {
		var file, want bytes.Buffer
		for range 1 + rng.IntN(9) {
			var text []byte
			switch rng.IntN(5) {
			case 0:
			case 1:
				text = fmt.Appendf(nil, "%d,%d\n", rng.Int(), round)
			case 2: // stored as it is, and so found
				text = bytes.Repeat([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03text"), 1+rng.IntN(50))
			case 3:
				text = make([]byte, 100_000)
				for i := range text {
					text[i] = byte(rng.IntN(256))
				}
			case 4:
				text = bytes.Repeat([]byte("the same again and again\n"), memberAhead/20)
			}
			z, err := gzip.NewWriterLevel(&file, []int{gzip.NoCompression, gzip.BestSpeed}[rng.IntN(2)])
			if err != nil {
				t.Fatal(err)
			}
			if rng.IntN(3) == 0 {
				z.OS, z.Name = 99, "a name" // no system has this number
			}
			z.Write(text)
			z.Close()
			want.Write(text)
			file.Write(make([]byte, []int{0, 0, 1, 5000}[rng.IntN(4)]))
		}
		b := file.Bytes()
		for _, damaged := range []bool{false, true} {
			if damaged {
				b[rng.IntN(len(b))] ^= 0x10
			}
			one, oneErr := gzipReader(bytes.NewReader(b))
			side, err := gzipFile(bytes.NewReader(b), int64(len(b)), bytes.NewReader(b))
			if err != nil || oneErr != nil {
				if errors.Is(err, io.EOF) || damaged {
					continue
				}
				t.Fatal(err, oneErr)
			}
			wanted, wantErr := io.ReadAll(one)
			got, err := io.ReadAll(side)
			side.Close()
			if !bytes.Equal(got, wanted) || fmt.Sprint(err) != fmt.Sprint(wantErr) || !damaged &&
				!bytes.Equal(got, want.Bytes()) {
				t.Fatalf("round %d: %d bytes, %v, where %d and %v were expected", round, len(got), err, len(wanted),
					wantErr)
			}
		}
	}
}

// TestFindMember looks for a beginning in every place around where a file is
// read on.
func TestFindMember(t *testing.T) {
	header := []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03")
	for at := 256<<10 - 30; at < 256<<10+5; at++ {
		b := make([]byte, 300<<10)
		copy(b[at:], header)
		if got, ok := findMember(bytes.NewReader(b), 1, int64(len(b))); !ok || got != int64(at) {
			t.Fatalf("%d, %v where %d was expected", got, ok, at)
		}
		if got, ok := findMember(bytes.NewReader(b), int64(at)+1, int64(len(b))); ok {
			t.Fatalf("behind %d another is found at %d", at, got)
		}
	}
}
