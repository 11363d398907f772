package format

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMarks holds both ways to find bytes to the plainest one, over texts of
// every length and from every place on.
func TestMarks(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	alphabet := []byte(",\n\"\\;ab\x00\xff\x80\x7f\x01,\n")
	for n := range 700 {
		b := make([]byte, n+9)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		if n%3 == 0 {
			for i := range b {
				b[i] = "abc,"[rng.IntN(4)]
			}
		}
		for from := range 9 {
			text := b[from : from+n]
			x, y, quote := alphabet[rng.IntN(len(alphabet))], alphabet[rng.IntN(len(alphabet))], alphabet[rng.IntN(len(alphabet))]
			var m marks
			m.of(text, x, y, quote)
			plain := make([]pair, n/64)
			if o := markPlain(plain, text, x, y, quote); n%64 == 0 && o != m.oddities {
				t.Fatalf("%q: %v and %v", text, o, m.oddities)
			}
			var want oddities
			var places []uint32
			for i, c := range text {
				bit := func(w uint64) bool { return w>>(i%64)&1 == 1 }
				p := m.words[i/64]
				if bit(p.either) != (c == x || c == y) || bit(p.quotes) != (c == quote) {
					t.Fatalf("%q, byte %d: %v, %v", text, i, bit(p.either), bit(p.quotes))
				}
				if i/64 < len(plain) && plain[i/64] != p {
					t.Fatalf("%q, byte %d: %b and %b", text, i, plain[i/64], p)
				}
				want.high = want.high || c > 0x7f
				want.control = want.control || c < ' ' && c != '\n'
				want.backslash = want.backslash || c == '\\'
				if c == x || c == y {
					places = append(places, uint32(i))
				}
			}
			got := m.places(make([]uint32, 0, len(places)+64))
			again := make([]uint32, len(places))
			if placesPlain(again, m.words) != len(places) || !slices.Equal(got, places) || !slices.Equal(again, places) {
				t.Fatalf("%q: found at %v and %v where %v was expected", text, got, again, places)
			}
			if m.oddities != want || m.count() != len(places) {
				t.Fatalf("%q: %v where %v was expected, %d of %d", text, m.oddities, want, m.count(), len(places))
			}
		}
	}
}
