package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
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
	if !json.Valid(document) {
		return lines(document)
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(document, &top); err != nil {
		return nil, fmt.Errorf(`%w: %s is not an object such as {"method": …, "inputs": …} or {"cases": [ … ]}`, ErrUnreadable, brief(document))
	}
	list, ok := top["cases"]
	if !ok {
		return append(answer(document), '\n'), nil
	}
	var cases []json.RawMessage
	if err := json.Unmarshal(list, &cases); err != nil {
		return nil, fmt.Errorf("%w: cases is %s; a list is needed", ErrUnreadable, brief(list))
	}
	out := []byte("{\"cases\": [\n")
	for i, a := range answers(cases) {
		if i > 0 {
			out = append(out, ",\n"...)
		}
		out = append(out, a...)
	}
	return append(out, "\n]}\n"...), nil
}

// lines answers one case per line.
func lines(document []byte) ([]byte, error) {
	var cases []json.RawMessage
	objects := 0
	for _, l := range bytes.Split(document, []byte("\n")) {
		if l = bytes.TrimSpace(l); len(l) > 0 {
			cases = append(cases, l)
			if l[0] == '{' && json.Valid(l) {
				objects++
			}
		}
	}
	if objects == 0 {
		err := json.Unmarshal(document, new(any))
		return nil, fmt.Errorf("%w: it is neither one JSON value (%v) nor one per line", ErrUnreadable, err)
	}
	var out []byte
	for _, a := range answers(cases) {
		out = append(append(out, a...), '\n')
	}
	return out, nil
}

// answers answers each case, several at a time, in order.
func answers(cases []json.RawMessage) [][]byte {
	out := make([][]byte, len(cases))
	const chunk = 64
	workers := runtime.GOMAXPROCS(0)
	starts := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for s := range starts {
				for i := s; i < min(s+chunk, len(cases)); i++ {
					out[i] = answer(cases[i])
				}
			}
		})
	}
	for s := 0; s < len(cases); s += chunk {
		starts <- s
	}
	close(starts)
	wg.Wait()
	return out
}

// answer is the answer to one case as one line of JSON.
func answer(raw []byte) []byte {
	var r request
	if err := json.Unmarshal(raw, &r); err != nil {
		return reply(r, nil, nil, fmt.Errorf(`this case is %s; an object such as {"method": …, "inputs": …} is needed (%v)`, brief(raw), err))
	}
	result, ignored, err := solve(r)
	return reply(r, result, ignored, err)
}

func reply(r request, result Result, ignored []string, err error) []byte {
	b := []byte("{")
	if len(r.ID) > 0 {
		b = append(append(b, `"id": `...), compact(r.ID)...)
		b = append(b, ", "...)
	}
	if len(r.Method) > 0 {
		b = append(append(b, `"method": `...), compact(r.Method)...)
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

func compact(raw json.RawMessage) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return []byte("null")
	}
	return b.Bytes()
}

// solve computes a case. A fault of the program in one case does not take the
// others with it.
func solve(r request) (result Result, ignored []string, err error) {
	defer func() {
		if f := recover(); f != nil {
			err = fmt.Errorf("a fault of the program, not of your data: %v", f)
		}
	}()
	return compute(r)
}

func compute(r request) (Result, []string, error) {
	var name string
	if len(r.Method) == 0 {
		return nil, nil, errors.New("the case names no method")
	}
	if err := json.Unmarshal(r.Method, &name); err != nil {
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
