package format

import "golang.org/x/sys/cpu"

//go:noescape
func markAVX2(dst *trio, b *byte, n int, x, y, z byte) (high, backslash, control uint32)

//go:noescape
func placesBMI(dst *uint32, words *trio, n int) int

// places writes to dst, which has room for 64 more, where the first or the second byte was found, and
// gives in how many places.
func places(dst []uint32, words []trio) int {
	if len(words) == 0 {
		return 0
	}
	if !cpu.X86.HasAVX2 || !cpu.X86.HasBMI1 || !cpu.X86.HasPOPCNT {
		return placesPlain(dst, words)
	}
	return placesBMI(&dst[0], &words[0], len(words))
}

// mark fills dst from b, which has 64 bytes for each.
func mark(dst []trio, b []byte, x, y, z byte) oddities {
	if len(dst) == 0 {
		return oddities{}
	}
	if !cpu.X86.HasAVX2 {
		return markPlain(dst, b, x, y, z)
	}
	_ = b[64*len(dst)-1]
	high, backslash, control := markAVX2(&dst[0], &b[0], len(dst), x, y, z)
	return oddities{high != 0, backslash != 0, control != 0}
}
