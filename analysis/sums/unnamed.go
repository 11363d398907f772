package sums

// Unnamed counts the rows that name no unit.
type Unnamed struct {
	// Words counts them by what stands in the unit's place, "" where nothing
	// does; of very many further words not each is kept.
	Words map[string]int64
	Arms  map[string]int64 // by declared arm, of those rows that name one
}

// wordsKept bounds Words: placeholders are few.
const wordsKept = 1000

// Count takes in one row; arm is "" where it names no declared one.
func (u *Unnamed) Count(word, arm string) {
	if u.Words == nil {
		u.Words, u.Arms = map[string]int64{}, map[string]int64{}
	}
	u.words(word, 1)
	if arm != "" {
		u.Arms[arm]++
	}
}

func (u *Unnamed) words(word string, n int64) {
	if u.Words[word] > 0 || len(u.Words) < wordsKept {
		u.Words[word] += n
	}
}

// Add adds the counts of other rows.
func (u *Unnamed) Add(o *Unnamed) {
	if u.Words == nil && len(o.Words) > 0 {
		u.Words, u.Arms = map[string]int64{}, map[string]int64{}
	}
	for w, n := range o.Words {
		u.words(w, n)
	}
	for a, n := range o.Arms {
		u.Arms[a] += n
	}
}
