package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/whole"
)

// bookName is the ledger of a folder's digests, and where one goes that cannot be read.
const (
	bookName  = "digests.json"
	asideName = "digests.unreadable.json"
)

const bookSchema = "uptake.digests/1"

// book is the ledger: what was told of every experiment, and what became of every
// digest that was to be delivered.
type book struct {
	Schema   string           `json:"schema"`
	Number   int              `json:"number"` // of the last digest
	Said     map[string]State `json:"said"`
	Sendings []*sending       `json:"sendings"` // oldest first

	path string
	lost bool // what was told before cannot be read
}

// sending is a digest on its way to one place.
type sending struct {
	Number int            `json:"number"`
	ID     string         `json:"id"` // of the digest: the same at every attempt
	To     string         `json:"to"` // slack | json | folder
	State  outcome        `json:"state"`
	Nights int            `json:"nights"` // at which it was tried in vain
	Tries  []try          `json:"tries"`
	Digest *report.Digest `json:"digest,omitempty"` // until it is delivered or given up
}

// outcome is what became of a sending.
type outcome string

const (
	waiting   outcome = "waiting"
	delivered outcome = "delivered"
	unknown   outcome = "unknown"  // a night was killed between sending and answer: it is not sent again
	givenUp   outcome = "given_up" // in vain at two nights
)

// try is one attempt.
type try struct {
	Phase  phase  `json:"phase"`
	Answer string `json:"answer,omitempty"` // what came of it
}

// phase is how far an attempt is known to have come.
type phase string

const (
	begun    phase = "begun"    // nothing was sent yet
	sent     phase = "sent"     // from here on the receiver may have it
	answered phase = "answered" // or failed in another way that is known
)

// history is how many sendings that are over the ledger keeps.
const history = 400

// readBook reads the ledger of a folder; none is an empty one. One that cannot be read is
// put aside.
func readBook(out string, log *slog.Logger) (*book, error) {
	b := &book{Schema: bookSchema, Said: map[string]State{}, Sendings: []*sending{}, path: filepath.Join(out, bookName)}
	text, err := os.ReadFile(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b, nil
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", b.path, whole.Bare(err))
	}
	read := book{}
	if err := json.Unmarshal(text, &read); err != nil || !whole.Intact(text) || !read.whole() {
		if err := whole.Write(filepath.Join(out, asideName), text); err != nil {
			return nil, err
		}
		log.Warn("the ledger of digests cannot be read and was put aside, so what changed in this night is not told",
			"file", asideName)
		b.lost, b.Number = true, lastNumber(out)
		return b, nil
	}
	read.path = b.path
	return &read, nil
}

// whole reports whether a ledger that was read is one: nothing of it is missing that its sendings need.
func (b *book) whole() bool {
	return b.Schema == bookSchema && b.Said != nil && !slices.ContainsFunc(b.Sendings, func(s *sending) bool {
		return s == nil || s.State == waiting && s.Digest == nil
	})
}

// lastNumber is the number of the digest that stands in a folder, 0 where none can be read.
func lastNumber(out string) int {
	var d report.Digest
	if b, err := os.ReadFile(filepath.Join(out, "digest.json")); err != nil || json.Unmarshal(b, &d) != nil {
		return 0
	}
	return d.Number
}

// save puts the ledger in place, whole.
func (b *book) save() error {
	over := 0
	for _, s := range b.Sendings {
		if s.State != waiting {
			over++
		}
	}
	var kept []*sending
	for _, s := range b.Sendings {
		if s.State != waiting {
			if over--; over >= history {
				continue
			}
		}
		kept = append(kept, s)
	}
	if b.Sendings = kept; kept == nil {
		b.Sendings = []*sending{}
	}
	text, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return err
	}
	return whole.Write(b.path, append(whole.Seal(text), '\n'))
}
