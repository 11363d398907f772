package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Texts is a column of words: a code a row, and the words behind the codes.
type Texts struct {
	Codes []int32
	words *array.String
}

// textsOf views a dictionary column.
func textsOf(a arrow.Array) Texts {
	d := a.(*array.Dictionary)
	return Texts{d.Indices().(*array.Int32).Int32Values(), d.Dictionary().(*array.String)}
}

// Words is how many words there are.
func (t *Texts) Words() int { return t.words.Len() }

// Word is the one behind a code.
func (t *Texts) Word(code int) string { return t.words.Value(code) }

// At is the word of a row.
func (t *Texts) At(row int) string { return t.words.Value(int(t.Codes[row])) }

// Attr is an attribute of shown suggestions: words, or numbers where Shape says so.
type Attr struct {
	Texts
	numbers *array.Float64
}

func attrOf(a arrow.Array) Attr {
	if n, ok := a.(*array.Float64); ok {
		return Attr{numbers: n}
	}
	return Attr{Texts: textsOf(a)}
}

// Number is that of a row; ok is false where it has none.
func (a *Attr) Number(row int) (v float64, ok bool) {
	if a.numbers.IsNull(row) {
		return 0, false
	}
	return a.numbers.Value(row), true
}

// Traits is a column of a spec.Trait: numbers in single precision, NaN where a row has
// none, or with Same a hash, 0 where it has none.
type Traits struct {
	Numbers []float32
	Same    []uint32
}

func traitsOf(a arrow.Array) Traits {
	if n, ok := a.(*array.Float32); ok {
		return Traits{Numbers: n.Float32Values()}
	}
	return Traits{Same: a.(*array.Uint32).Uint32Values()}
}
