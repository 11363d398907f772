package out

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"

	"uptake/charts/doc"
	"uptake/charts/say"
)

// mailOf is the short form of a document as a message (RFC 5322) with the text of the
// terminal and a page beside each other, for a mail program to send: it fills in from
// whom and to whom. There is no clock in it: it is dated by the data. The picture, a PNG or
// nil, goes with the page, which names it by its content id.
func mailOf(v *doc.View, text string, picture []byte) ([]byte, error) {
	cid := ""
	if picture != nil {
		cid = fmt.Sprintf("picture-%x@uptake.invalid", sha256.Sum256(picture))
	}
	page, err := mailHTML(v, cid)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(append([]byte(subjectLine(v)+text), page...)) // the page has the hash of the picture
	id := fmt.Sprintf("%x", hash[:16])
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary("uptake-" + id); err != nil {
		return nil, err
	}
	for _, h := range []struct{ name, value string }{
		{"From", "uptake <uptake@uptake.invalid>"},
		{"To", "undisclosed-recipients:;"},
		{"Subject", mailWords(subjectLine(v), len("Subject: "))},
		{"Date", mailDate(v.Cut)},
		{"Message-ID", "<" + id + "@uptake.invalid>"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "multipart/alternative;\r\n boundary=\"" + parts.Boundary() + "\""},
	} {
		b.WriteString(h.name + ": " + h.value + "\r\n")
	}
	b.WriteString("\r\n")
	if err := mailPart(parts, "text/plain", []byte(text)); err != nil {
		return nil, err
	}
	if picture == nil {
		err = mailPart(parts, "text/html", page)
	} else {
		err = mailRelated(parts, page, picture, cid)
	}
	if err != nil {
		return nil, err
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// mailPart adds a text.
func mailPart(parts *multipart.Writer, kind string, content []byte) error {
	w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"}})
	if err != nil {
		return err
	}
	q := quotedprintable.NewWriter(w)
	if _, err := q.Write(content); err != nil {
		return err
	}
	return q.Close()
}

// mailRelated adds the page and the picture that it shows (RFC 2387).
func mailRelated(parts *multipart.Writer, page, picture []byte, cid string) error {
	var b bytes.Buffer
	related := multipart.NewWriter(&b)
	if err := related.SetBoundary(parts.Boundary() + "-page"); err != nil {
		return err
	}
	if err := mailPart(related, "text/html", page); err != nil {
		return err
	}
	w, err := related.CreatePart(textproto.MIMEHeader{"Content-Type": {"image/png"},
		"Content-Transfer-Encoding": {"base64"}, "Content-Id": {"<" + cid + ">"},
		"Content-Disposition": {"inline; filename=\"page.png\""}})
	if err != nil {
		return err
	}
	for text := base64.StdEncoding.EncodeToString(picture); text != ""; {
		n := min(len(text), mailLine)
		if _, err := fmt.Fprintf(w, "%s\r\n", text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	if err := related.Close(); err != nil {
		return err
	}
	into, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"multipart/related; type=\"text/html\";\r\n " +
		"boundary=\"" + related.Boundary() + "\""}})
	if err == nil {
		_, err = into.Write(b.Bytes())
	}
	return err
}

// mailDate is when the data end; where rows carry no time there is none to give, and
// the header must be there.
func mailDate(instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC1123Z)
}

// The longest line of a header, and the most bytes that one encoded word holds.
const (
	mailLine = 76
	mailWord = 39
)

// mailWords is a text as a header holds it (RFC 2047), folded; used is how much of the
// first line its name takes. Text that could be taken for an encoded word is encoded.
func mailWords(s string, used int) string {
	if s = say.Cap(say.Clean(s), 300); !plainHeader(s) {
		var words []string
		for s != "" {
			n := min(len(s), mailWord)
			for n < len(s) && !utf8.RuneStart(s[n]) {
				n--
			}
			words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
			s = s[n:]
		}
		return strings.Join(words, "\r\n ")
	}
	var b strings.Builder
	for i, w := range strings.Split(s, " ") {
		switch {
		case i == 0:
		case used+1+len(w) > mailLine:
			b.WriteString("\r\n ")
			used = 1
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(w)
		used += len(w)
	}
	return b.String()
}

// plainHeader reports whether a header can hold a text as it is: printable ASCII in words
// that fit a line.
func plainHeader(s string) bool {
	for _, w := range strings.Split(s, " ") {
		if len(w) > mailLine-len("Subject: ") {
			return false
		}
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return !strings.Contains(s, "=?")
}
