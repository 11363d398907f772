package bucket

import (
	"crypto/sha1"
	"encoding/binary"
	"strconv"
	"unicode/utf16"
)

// Hash is a vendor's.
type Hash struct {
	Vendor string
	Of     func(unit, experiment string) float64 // from 0 to below 1
}

// Hashes is the table of them, as the vendors' SDKs compute them by default: the seed or
// group is the experiment's key.
var Hashes = []Hash{
	{"GrowthBook", growthbook2},
	{"GrowthBook (hash version 1)", growthbook1},
	{"PostHog", posthog},
	{"Optimizely", optimizely},
	{"Unleash", unleash},
}

// fnv32a is FNV-1a over the units of UTF-16, as SDKs in JavaScript and Python take a text's
// characters, not over its bytes.
func fnv32a(s string) uint32 {
	h := uint32(2166136261)
	for _, c := range utf16.Encode([]rune(s)) {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

func growthbook2(unit, experiment string) float64 {
	return float64(fnv32a(strconv.FormatUint(uint64(fnv32a(experiment+unit)), 10))%10000) / 10000
}

func growthbook1(unit, experiment string) float64 {
	return float64(fnv32a(unit+experiment)%1000) / 1000
}

// posthog is the first fifteen hexadecimal digits of a SHA-1, as a part of all.
func posthog(unit, experiment string) float64 {
	sum := sha1.Sum([]byte(experiment + "." + unit + "variant"))
	return float64(binary.BigEndian.Uint64(sum[:])>>4) / (1<<60 - 1)
}

func optimizely(unit, experiment string) float64 {
	return float64(murmur3(unit+experiment, 1)) / (1 << 32)
}

// unleashSeed is that of variants, apart from that of rollouts.
const unleashSeed = 86028157

func unleash(unit, experiment string) float64 {
	return float64(murmur3(experiment+":"+unit, unleashSeed)%1000) / 1000
}

// murmur3 is MurmurHash3 x86 32-bit (Appleby 2011).
func murmur3(s string, seed uint32) uint32 {
	const c1, c2 = 0xcc9e2d51, 0x1b873593
	mixed := func(k uint32) uint32 {
		k *= c1
		return (k<<15 | k>>17) * c2
	}
	h, b := seed, []byte(s)
	for ; len(b) >= 4; b = b[4:] {
		h ^= mixed(binary.LittleEndian.Uint32(b))
		h = (h<<13|h>>19)*5 + 0xe6546b64
	}
	var k uint32
	for i := len(b) - 1; i >= 0; i-- {
		k = k<<8 | uint32(b[i])
	}
	if len(b) > 0 {
		h ^= mixed(k)
	}
	h ^= uint32(len(s))
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
