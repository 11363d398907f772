package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
)

// ErrUnreadable is what Run returns, wrapped in a sentence, for input that
// holds no case at all.
var ErrUnreadable = errors.New("the input holds no case")

// request is a case as it is written.
type request struct {
	ID      json.RawMessage `json:"id"`
	Method  json.RawMessage `json:"method"`
	Inputs  json.RawMessage `json:"inputs"`
	Options json.RawMessage `json:"options"`
}

// Run answers a document: one case, {"cases": [ … ]}, or one case per line. The
// answer has the same shape, in the same order: a single case or a list of
// cases as one document, lines as lines. A case that cannot be answered has an
// error in its place. An error is returned, and nothing answered, only when the
// input is none of these.
func Run(document []byte) ([]byte, error) {
	document = bytes.TrimPrefix(document, []byte("\xef\xbb\xbf"))
	document = bytes.TrimSpace(document)
	if len(document) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrUnreadable)
	}
	if !valid(document) {
		return lines(document)
	}
	top, ok := members(document)
	if !ok {
		return nil, fmt.Errorf(`%w: %s is not an object such as {"method": …, "inputs": …} or {"cases": [ … ]}`,
			ErrUnreadable, brief(document))
	}
	list := last(top, "cases")
	if list == nil {
		b, _ := answer(nil, document, true)
		return append(b, '\n'), nil
	}
	cases, ok := items(list.raw)
	if !ok {
		return nil, fmt.Errorf("%w: cases is %s; a list is needed", ErrUnreadable, brief(list.raw))
	}
	parts, _ := answers(cases, true, ",\n")
	return bytes.Join([][]byte{[]byte("{\"cases\": [\n"), []byte("\n]}\n")}, bytes.Join(parts, []byte(",\n"))), nil
}

// lines answers one case per line.
func lines(document []byte) ([]byte, error) {
	var cases []json.RawMessage
	for l := range bytes.SplitSeq(document, []byte("\n")) {
		if l = bytes.TrimSpace(l); len(l) > 0 {
			cases = append(cases, l)
		}
	}
	parts, objects := answers(cases, false, "\n")
	if objects == 0 {
		err := json.Unmarshal(document, new(any))
		return nil, fmt.Errorf("%w: it is neither one JSON value (%v) nor one per line", ErrUnreadable, err)
	}
	return bytes.Join(append(parts, nil), []byte("\n")), nil
}

// answers answers the cases, several at a time: pieces of the answer in order,
// each of some cases with the separator between them, and how many of the cases
// are JSON objects. checked says that every case is known to be valid JSON.
func answers(cases []json.RawMessage, checked bool, separator string) (parts [][]byte, objects int) {
	const chunk = 64
	parts = make([][]byte, (len(cases)+chunk-1)/chunk)
	counts := make([]int, len(parts))
	var next atomic.Int64
	var wg conc.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var b []byte
			for p := int(next.Add(1)) - 1; p < len(parts); p = int(next.Add(1)) - 1 {
				b = b[:0]
				for i := p * chunk; i < min((p+1)*chunk, len(cases)); i++ {
					if i > p*chunk {
						b = append(b, separator...)
					}
					var object bool
					if b, object = answer(b, cases[i], checked); object {
						counts[p]++
					}
				}
				parts[p] = bytes.Clone(b)
			}
		})
	}
	wg.Wait()
	for _, n := range counts {
		objects += n
	}
	return parts, objects
}

// answer appends the answer to one case as one line of JSON, and says whether
// the case is a JSON object.
func answer(b []byte, raw json.RawMessage, checked bool) (line []byte, object bool) {
	r, err := requestOf(raw, checked)
	if err != nil {
		return reply(b, r, nil, nil,
			fmt.Errorf(`this case is %s; an object such as {"method": …, "inputs": …} is needed (%v)`, brief(raw),
				err)), false
	}
	result, ignored, err := solve(r)
	return reply(b, r, result, ignored, err), raw[0] == '{'
}

// requestOf reads a case. Names match as those of a struct do in encoding/json:
// in any case, and the last of several counts.
func requestOf(raw json.RawMessage, checked bool) (r request, err error) {
	list, ok := []member(nil), checked || valid(raw)
	if ok {
		list, ok = members(raw)
	}
	if !ok {
		return r, json.Unmarshal(raw, &r) // which says what is wrong
	}
	for _, m := range list {
		switch name := string(m.name); {
		case strings.EqualFold(name, "id"):
			r.ID = m.raw
		case strings.EqualFold(name, "method"):
			r.Method = m.raw
		case strings.EqualFold(name, "inputs"):
			r.Inputs = m.raw
		case strings.EqualFold(name, "options"):
			r.Options = m.raw
		}
	}
	return r, nil
}

func reply(b []byte, r request, result Result, ignored []string, err error) []byte {
	b = append(b, '{')
	if len(r.ID) > 0 {
		b = appendCompact(append(b, `"id": `...), r.ID)
		b = append(b, ", "...)
	}
	if len(r.Method) > 0 {
		b = appendCompact(append(b, `"method": `...), r.Method)
		b = append(b, ", "...)
	}
	if err != nil {
		b = append(b, `"error": `...)
		b = appendText(b, err.Error())
	} else {
		b = append(b, `"result": `...)
		b = appendValue(b, result)
	}
	if len(ignored) > 0 {
		b = append(b, `, "ignored": [`...)
		for i, n := range ignored {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendText(b, n)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// appendCompact appends a value without the white space between its parts.
func appendCompact(b []byte, raw json.RawMessage) []byte {
	if !bytes.ContainsAny(raw, " \n\r\t") {
		return append(b, raw...)
	}
	var c bytes.Buffer
	if json.Compact(&c, raw) != nil {
		return append(b, "null"...)
	}
	return append(b, c.Bytes()...)
}

// solve computes a case. A fault of the program in one case does not take the
// others with it.
func solve(r request) (result Result, ignored []string, err error) {
	defer fault.Catch(&err, "")
	return compute(r)
}

func compute(r request) (Result, []string, error) {
	if len(r.Method) == 0 {
		return nil, nil, errors.New("the case names no method")
	}
	name, ok := textOf(r.Method)
	if !ok {
		return nil, nil, fmt.Errorf("method is %s; a text is needed", brief(r.Method))
	}
	m, ok := find(name)
	if !ok {
		return nil, nil, fmt.Errorf("there is no method %q; `uptake calc --list` prints those there are", name)
	}
	c := &call{}
	c.in, c.opt = c.object("inputs", r.Inputs), c.object("options", r.Options)
	if c.err != nil {
		return nil, nil, c.err
	}
	result := m.run(c)
	ignored := append(c.in.unread(), c.opt.unread()...)
	if c.err != nil {
		return nil, ignored, c.err
	}
	return result, ignored, nil
}
