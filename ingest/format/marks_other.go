//go:build !amd64

package format

func mark(dst []pair, b []byte, x, y, quote byte) oddities { return markPlain(dst, b, x, y, quote) }

func places(dst []uint32, words []pair) int { return placesPlain(dst, words) }
