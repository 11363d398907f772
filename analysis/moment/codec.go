package moment

import (
	"encoding/binary"

	"uptake/analysis/counted"
)

// AppendBinary appends s, 16 bytes.
func (s Sum128) AppendBinary(b []byte) ([]byte, error) {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, s.hi), s.lo), nil
}

// UnmarshalBinary reads what AppendBinary wrote.
func (s *Sum128) UnmarshalBinary(b []byte) error {
	if len(b) != 16 {
		return counted.Errorf("a 128-bit sum of %d bytes", len(b))
	}
	s.hi, s.lo = binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])
	return nil
}

// AppendBinary appends s, 32 bytes.
func (s Sum256) AppendBinary(b []byte) ([]byte, error) {
	for _, w := range s.w {
		b = binary.BigEndian.AppendUint64(b, w)
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote.
func (s *Sum256) UnmarshalBinary(b []byte) error {
	if len(b) != 32 {
		return counted.Errorf("a 256-bit sum of %d bytes", len(b))
	}
	for i := range s.w {
		s.w[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return nil
}
