package notify

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"uptake/analysis/report"
	"uptake/charts"
	"uptake/charts/digest"
	"uptake/charts/out"
)

// toFolder is the place of digests that are put into a folder, for something else to send.
const toFolder = "folder"

// Options says where digests go beside the output folder.
type Options struct {
	Webhook *Webhook // nil: nowhere
	Folder  string   // "": nowhere
}

// places are those of the options.
func (o Options) places() []string {
	var out []string
	if o.Webhook != nil {
		out = append(out, o.Webhook.kind)
	}
	if o.Folder != "" {
		out = append(out, toFolder)
	}
	return out
}

// Told is what a night has told in its folder, and what is to be delivered.
type Told struct {
	Digest *report.Digest // nil where nothing changed

	book *book
	o    Options
	log  *slog.Logger
	wait func(context.Context, time.Duration) bool
}

// Tell writes the digest of a night's index into its folder, the ledger last. Where
// nothing changed since what was told before, it writes nothing.
func Tell(dir string, x *report.Index, o Options, log *slog.Logger) (*Told, error) {
	b, err := readBook(dir, log)
	if err != nil {
		return nil, err
	}
	t := &Told{book: b, o: o, log: log, wait: pause}
	d, said := b.digest(x)
	switch {
	case b.lost: // what was told is not known, and nothing is told twice
		b.Said = said
		return t, b.save()
	case d == nil:
		return t, nil
	}
	files, err := digest.Files("digest", d)
	if err != nil {
		return nil, err
	}
	if err := out.Place(dir, files); err != nil {
		return nil, err
	}
	id, err := idOf(d)
	if err != nil {
		return nil, err
	}
	b.Number, b.Said = d.Number, said
	for _, to := range o.places() {
		b.Sendings = append(b.Sendings, &sending{Number: d.Number, ID: id, To: to, State: waiting, Tries: []try{},
			Digest: d})
	}
	t.Digest = d
	return t, b.save()
}

// idOf names a digest by what it says.
func idOf(d *report.Digest) (string, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256(b))[:32], nil
}

// Deliver sends what waits, of this night and of the one before, and says how many of
// them did not arrive. What fails is tried again by the next night, once.
func (t *Told) Deliver(ctx context.Context) (missing int) {
	for _, s := range t.book.Sendings {
		if s.State != waiting {
			continue
		}
		here := false
		for _, to := range t.o.places() {
			here = here || to == s.To
		}
		if n := len(s.Tries); n > 0 && s.Tries[n-1].Phase == sent { // a night was killed there
			s.end(unknown)
			t.log.Error("a digest may not have arrived: a run was stopped after sending it and before the answer; it "+
				"is not sent again", "digest", s.Number, "to", s.To)
			if err := t.book.save(); err != nil {
				t.log.Error("the ledger of digests cannot be written", "detail", err.Error())
			}
			missing++
			continue
		}
		if !here {
			continue
		}
		if ctx.Err() != nil || !t.send(ctx, s) {
			missing++
		}
	}
	return missing
}

// end is the last that becomes of a sending.
func (s *sending) end(how outcome) { s.State, s.Digest = how, nil }

// attempts is how often a night tries.
const attempts = 4

// send tries to deliver one digest, and records each step before the next.
func (t *Told) send(ctx context.Context, s *sending) bool {
	said := []any{"digest", s.Number, "to", s.To}
	for k := range attempts {
		s.Tries = append(s.Tries, try{Phase: begun})
		at := &s.Tries[len(s.Tries)-1]
		if err := t.book.save(); err != nil { // what cannot be recorded could be sent twice
			s.Tries = s.Tries[:len(s.Tries)-1]
			t.log.Error("a digest was not sent, for that cannot be recorded", append(said, "detail", err.Error())...)
			return false
		}
		a := t.attempt(ctx, s, func() error {
			at.Phase = sent
			return t.book.save()
		})
		if at.Answer = a.words; a.ok || ctx.Err() == nil || at.Phase == begun {
			at.Phase = answered
		} // else the run is to stop, and the receiver may have it
		if a.ok {
			s.end(delivered)
		}
		again := !a.ok && a.again && k+1 < attempts && a.after <= patience && ctx.Err() == nil
		if !a.ok && !again && ctx.Err() == nil {
			if s.Nights++; s.Nights > 1 {
				s.end(givenUp)
			}
		}
		if err := t.book.save(); err != nil {
			t.log.Error("the ledger of digests cannot be written", append(said, "detail", err.Error())...)
		}
		switch {
		case a.ok:
			t.log.Info("digest delivered", append(said, "attempts", k+1)...)
			return true
		case again && t.wait(ctx, max(a.after, backoff(k))):
			t.log.Info("digest not delivered yet", append(said, "detail", a.words)...)
			continue
		case s.State == givenUp:
			t.log.Error("digest not delivered, at a second run, so it is not tried again; it stands in the folder",
				append(said, "detail", a.words)...)
		default:
			t.log.Error("digest not delivered; the next run tries once more", append(said, "detail", a.words)...)
		}
		return false
	}
	return false
}

// attempt is one attempt at the place of a sending.
func (t *Told) attempt(ctx context.Context, s *sending, sending func() error) answer {
	if s.To == toFolder {
		return drop(t.o.Folder, s)
	}
	format := KindJSON
	if s.To == KindSlack {
		format = KindSlack
	}
	body, err := charts.Digest.Render(format, s.Digest, out.Options{})
	if err != nil {
		return answer{words: err.Error()}
	}
	return t.o.Webhook.post(ctx, s.ID, body, sending)
}

// drop puts a digest's files into a folder, under names that no other has.
func drop(dir string, s *sending) answer {
	files, err := digest.Files(fmt.Sprintf("digest-%05d", s.Number), s.Digest)
	if err == nil {
		err = out.Place(dir, files)
	}
	if err != nil {
		return answer{words: err.Error()}
	}
	return answer{ok: true, words: "written"}
}

// patience is the longest that a night waits because a server asks it to.
const patience = 2 * time.Minute

// backoff is how long to wait after the k-th attempt: twice as long after each, and not
// for all nights alike.
func backoff(k int) time.Duration {
	return time.Duration(float64(time.Second<<k) * (0.5 + rand.Float64()))
}

// pause waits; false where the run is to stop.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
