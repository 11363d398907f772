package format

import (
	"flag"
	"io"
	"os"
	"testing"

	"github.com/klauspost/compress/gzip"
)

var gunzipFile = flag.String("gunzip.file", "", "file that BenchmarkGunzip unpacks")

// BenchmarkGunzip unpacks a file and does nothing else: the least that reading it can take.
func BenchmarkGunzip(b *testing.B) {
	if *gunzipFile == "" {
		b.Skip("-gunzip.file FILE names what is unpacked")
	}
	for range b.N {
		f, err := os.Open(*gunzipFile)
		if err != nil {
			b.Fatal(err)
		}
		r, err := gzip.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, r)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(n)
		f.Close()
	}
}
