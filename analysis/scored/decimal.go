package scored

import "strings"

// Whole is the whole number that an id is, where it is written as a decimal of one place (1.0), as data frames write a
// column of numbers in which one is absent; false where it is another id.
func Whole(id string) (string, bool) {
	whole, ok := strings.CutSuffix(id, ".0")
	if !ok || whole == "" || strings.Trim(whole, "0123456789") != "" {
		return id, false
	}
	return whole, true
}

// Decimals reports whether the ids of all items are whole numbers that are written as decimals.
func (v *Version) Decimals() bool {
	for i := range v.Runs {
		if _, ok := Whole(v.Runs[i].Item); !ok {
			return false
		}
	}
	return len(v.Runs) > 0
}
