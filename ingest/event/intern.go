package event

import "sync"

// Words gives texts codes that hold for a whole run. Codes follow arrival, so
// they never order anything. It is safe for concurrent use.
type Words struct {
	mu    sync.RWMutex
	codes map[string]int32
	list  []string
}

// NewWords starts with some words, coded 0, 1, ….
func NewWords(list ...string) *Words {
	w := &Words{codes: map[string]int32{}}
	for _, s := range list {
		w.Code(s)
	}
	return w
}

// Code returns the code of s, a new one when s is new.
func (w *Words) Code(s string) int32 {
	w.mu.RLock()
	c, ok := w.codes[s]
	w.mu.RUnlock()
	if ok {
		return c
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if c, ok := w.codes[s]; ok {
		return c
	}
	s = string(append([]byte(nil), s...)) // the caller's text may be a view of a batch
	c = int32(len(w.list))
	w.codes[s] = c
	w.list = append(w.list, s)
	return c
}

// Find returns the code of s, -1 when it has none.
func (w *Words) Find(s string) int32 {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if c, ok := w.codes[s]; ok {
		return c
	}
	return -1
}

// List returns the words by code.
func (w *Words) List() []string {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.list[:len(w.list):len(w.list)]
}

// Coder turns the rows of a batch column into codes of Words, looking each
// distinct value up once where the column has codes.
type Coder struct {
	column *Text
	words  *Words
	known  []int32 // by the column's code: code of words + 1
}

// NewCoder readies a column of a batch.
func NewCoder(column *Text, words *Words) *Coder {
	return &Coder{column, words, make([]int32, column.Codes())}
}

// Code returns the code of row i.
func (c *Coder) Code(i int) int32 {
	if len(c.known) == 0 {
		return c.words.Code(c.column.Value(i))
	}
	k := c.column.Code(i)
	if c.known[k] == 0 {
		c.known[k] = c.words.Code(c.column.Word(k)) + 1
	}
	return c.known[k] - 1
}
