//go:build !amd64

package format

func mark(dst []trio, b []byte, x, y, z byte) oddities { return markPlain(dst, b, x, y, z) }

func places(dst []uint32, words []trio) int { return placesPlain(dst, words) }
