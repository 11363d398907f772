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
			x, y, z := alphabet[rng.IntN(len(alphabet))], alphabet[rng.IntN(len(alphabet))],
				alphabet[rng.IntN(len(alphabet))]
			var m marks
			m.of(text, x, y, z)
			plain := make([]trio, n/64)
			if o := markPlain(plain, text, x, y, z); n%64 == 0 && o != m.oddities {
				t.Fatalf("%q: %v and %v", text, o, m.oddities)
			}
			var want oddities
			var places []uint32
			var wantX, wantY int
			for i, c := range text {
				bit := func(w uint64) bool { return w>>(i%64)&1 == 1 }
				p := m.words[i/64]
				if bit(p.x) != (c == x) || bit(p.y) != (c == y) || bit(p.z) != (c == z) {
					t.Fatalf("%q, byte %d: %v, %v, %v", text, i, bit(p.x), bit(p.y), bit(p.z))
				}
				if i/64 < len(plain) && plain[i/64] != p {
					t.Fatalf("%q, byte %d: %b and %b", text, i, plain[i/64], p)
				}
				want.high = want.high || c > 0x7f
				want.control = want.control || c < ' ' && c != '\n'
				want.backslash = want.backslash || c == '\\'
				if c == x {
					wantX++
				}
				if c == y {
					wantY++
				}
				if c == x || c == y {
					places = append(places, uint32(i))
				}
			}
			got := m.places(make([]uint32, 0, wantX+wantY+64))
			again := make([]uint32, len(places))
			if placesPlain(again, m.words) != len(places) || !slices.Equal(got, places) || !slices.Equal(again,
				places) {
				t.Fatalf("%q: found at %v and %v where %v was expected", text, got, again, places)
			}
			if x, y := m.count(); m.oddities != want || x != wantX || y != wantY {
				t.Fatalf("%q: %v where %v was expected, %d of %d and %d of %d", text, m.oddities, want, x, wantX, y,
					wantY)
			}
		}
	}
}
