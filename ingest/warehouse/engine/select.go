package engine

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoting is how an engine writes what is no keyword.
type quoting struct {
	backslash bool // in '…' a backslash takes the meaning of what follows: Spark, ClickHouse
	names     bool // in "…" it does so: there too
	ticks     bool // in `…` it does so: ClickHouse
	escapes   bool // in E'…' it does so: PostgreSQL, DuckDB
}

// oneSelect refuses what is anything but one SELECT, before it is sent. It reads words, not grammar: comments, texts
// and quoted names are passed over, and what could be read in two ways (dollar quotes, raw texts, comments in comments)
// is refused. The session of an engine that has such a thing is read-only all the same.
func oneSelect(sql string, q quoting) error {
	if !utf8.ValidString(sql) || strings.Contains(sql, "\x00") {
		return told("a query has to be UTF-8 without NUL, and nothing was sent")
	}
	t := tokens{rest: sql, quoting: q}
	last, first := "", true
	for {
		word, err := t.next()
		if err != nil {
			return err
		}
		if word == "" {
			break
		}
		if last == ";" {
			return told("a query has to be one SELECT; behind its ; stands %s, and nothing was sent", word)
		}
		w := strings.ToUpper(word)
		if first && w != "(" {
			if w != "SELECT" && w != "WITH" {
				return told("a query has to begin with SELECT or WITH, this one begins with %s, and nothing was sent",
					word)
			}
			first = false
		}
		switch w {
		case "INSERT", "UPDATE", "DELETE", "MERGE":
			// As a statement it stands at a beginning: behind a WITH list, or in brackets; else it is a column's name.
			if last == "(" || last == ")" {
				return told("a query may only read: it has %s in it, and nothing was sent", word)
			}
		case "INTO":
			return told("a query may only read: it has INTO in it, and nothing was sent; a column of that name needs " +
				"quotes")
		}
		last = w
	}
	if first {
		return told("a query has to be one SELECT; this one is empty")
	}
	return nil
}

// tokens cuts a statement into words and signs; texts and quoted names are one sign each.
type tokens struct {
	rest string
	quoting
}

// next is the next word or sign, "" at the end.
func (t *tokens) next() (string, error) {
	for t.rest != "" {
		r, size := utf8.DecodeRuneInString(t.rest)
		switch {
		case unicode.IsSpace(r):
			t.rest = t.rest[size:]
		case strings.HasPrefix(t.rest, "--"):
			_, t.rest, _ = strings.Cut(t.rest, "\n")
		case strings.HasPrefix(t.rest, "/*"):
			body, rest, closed := strings.Cut(t.rest[2:], "*/")
			if !closed || strings.Contains(body, "/*") {
				return "", told("a comment of the query does not end, or has another in it; nothing was sent")
			}
			if strings.HasPrefix(body, "!") || strings.HasPrefix(body, "+") {
				return "", told("the query has a comment that an engine could carry out, /*%.1s; nothing was sent",
					body)
			}
			t.rest = rest
		case r == '\'':
			return "'", t.quoted('\'', t.backslash)
		case r == '"':
			return `"`, t.quoted('"', t.names)
		case r == '`':
			return "`", t.quoted('`', t.ticks)
		case r == '$' || r == '#':
			return "", told("the query has a %c outside of texts and quoted names, which engines read differently; "+
				"nothing was sent", r)
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return t.word()
		default:
			t.rest = t.rest[size:]
			return string(r), nil
		}
	}
	return "", nil
}

// word takes a word; a text behind it is of another kind than others.
func (t *tokens) word() (string, error) {
	end := strings.IndexFunc(t.rest, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		end = len(t.rest)
	}
	w := t.rest[:end]
	t.rest = t.rest[end:]
	if strings.HasPrefix(t.rest, "'") || t.names && strings.HasPrefix(t.rest, `"`) {
		switch strings.ToUpper(w) {
		case "E":
			if t.escapes {
				return w, t.quoted('\'', true)
			}
		case "R":
			return "", told("the query has a raw text, r'…', which engines read differently; nothing was sent")
		}
	}
	return w, nil
}

// quoted passes over what stands in quotes; doubled, they are part of it.
func (t *tokens) quoted(quote byte, backslash bool) error {
	for i := 1; i < len(t.rest); i++ {
		switch {
		case backslash && t.rest[i] == '\\':
			i++
		case t.rest[i] == quote:
			if i+1 < len(t.rest) && t.rest[i+1] == quote {
				i++
				continue
			}
			t.rest = t.rest[i+1:]
			return nil
		}
	}
	return told("a text or a quoted name of the query does not end; nothing was sent")
}
