package study

import "fmt"

// Coarse is a source whose times are too coarse to tell a copy of a row from a
// second row that looks the same.
type Coarse struct {
	Source string // as the experiment file writes it
	Times  string // what they are, as a format of the source
}

// String says what the times are, such as "times of e.csv are whole days".
func (c Coarse) String() string { return fmt.Sprintf(c.Times, c.Source) }
