package whole

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"regexp"
	"sync"
)

// sealed is the end of a sealed object: the last member, and what closes the object.
var sealed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`,"sum":"([0-9a-f]{8})"(\s*\})\s*$`) })

// Seal gives a JSON object that has members one more, its last: sum, the CRC-32C of the
// text before, in eight hexadecimal digits. Readers of JSON see a member like others.
func Seal(object []byte) []byte {
	object = bytes.TrimSpace(object)
	body := bytes.TrimRight(bytes.TrimSuffix(object, []byte("}")), " \t\r\n")
	end := object[len(body):]
	return append(fmt.Appendf(bytes.Clone(body), `,"sum":"%08x"`, sum(object)), end...)
}

// Intact reports whether an object is as it was sealed. One without a seal is taken for
// what it is: earlier versions wrote such.
func Intact(object []byte) bool {
	at := sealed().FindSubmatchIndex(object)
	if at == nil {
		return true
	}
	before := append(bytes.Clone(object[:at[0]]), object[at[4]:at[5]]...)
	return fmt.Sprintf("%08x", sum(before)) == string(object[at[2]:at[3]])
}

func sum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
