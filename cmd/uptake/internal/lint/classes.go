package lint

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/counted"
	"uptake/ingest/store"
)

// class is a kind of answer, with how many of those shown in each arm have it.
type class struct {
	role  store.Role
	name  string
	arms  []tally
	total float64
}

// answers counts what became of what was shown after exposure, by kind of answer and in
// all, user by user.
func (s *subject) answers() (any class, kinds []class) {
	any = class{name: "answer", arms: make([]tally, len(s.arms))}
	for _, r := range []store.Role{store.Accepted, store.Partial, store.TypedThrough, store.Dismissed,
		store.Superseded} {
		kinds = append(kinds, class{role: r, name: roleName(r), arms: make([]tally, len(s.arms))})
	}
	for _, a := range s.arms {
		for _, l := range a.lives {
			shown, of, all := 0.0, make([]float64, len(kinds)), 0.0
			answered := map[uint64]bool{}
			for i := range l.Rows {
				r := &l.Rows[i]
				if r.Copy || r.At < l.From {
					continue
				}
				if r.Role == store.Shown {
					shown++
				}
				role := r.Role
				if r.Outcome != store.Other {
					role = r.Outcome
				}
				if !isAnswer(role) || answered[r.Suggestion] && r.Suggestion != 0 {
					continue
				}
				answered[r.Suggestion] = true
				k := slices.IndexFunc(kinds, func(c class) bool { return c.role == role })
				of[k], all = of[k]+1, all+1
			}
			for k := range kinds {
				kinds[k].arms[a.at].add(of[k], shown)
				kinds[k].total += of[k]
			}
			any.arms[a.at].add(all, shown)
			any.total += all
		}
	}
	return any, slices.DeleteFunc(kinds, func(c class) bool { return c.total == 0 })
}

func roleName(r store.Role) string {
	return map[store.Role]string{store.Accepted: "accepted", store.Partial: "partly accepted",
		store.TypedThrough: "typed through", store.Dismissed: "dismissed", store.Superseded: "superseded"}[r]
}

// others are all arms but one.
func others(list []tally, but int) (out tally) {
	for i, t := range list {
		if i != but {
			out.units, out.with = out.units+t.units, out.with+t.with
			out.y, out.x, out.yy, out.xy, out.xxx = out.y+t.y, out.x+t.x, out.yy+t.yy, out.xy+t.xy, out.xxx+t.xxx
		}
	}
	return out
}

const (
	fewShown    = 200  // suggestions of which not one is accepted
	leastAnswer = 20   // answers of a kind that are expected where too few are found
	halfLost    = 0.5  // an effect seldom takes half of a kind of answer away
	mostLost    = 0.95 // of all answers an arm may have for it to be of no interest
)

var outcomeMissing = lint{
	code: "outcome_missing",
	look: func(s *subject) found {
		any, kinds := s.answers()
		all := others(any.arms, -1)
		if i := slices.IndexFunc(kinds, func(c class) bool { return c.role == store.Accepted }); i < 0 &&
			all.x >= fewShown && all.units >= leastAnswer {
			return found{detail: counted.Sprintf("Of %.0f suggestions shown to %d users not one is accepted.%s", all.x,
				all.units, s.sampled())}
		}
		var worst found
		least, tests := math.Inf(1), float64(max(len(kinds)*len(s.arms), 1))
		for _, c := range kinds {
			for _, a := range s.arms {
				t, o := c.arms[a.at], others(c.arms, a.at)
				r, _ := t.rate()
				q, _ := o.rate()
				ratio, lo, hi, z := t.against(&o, halfLost)
				if !(q*t.x >= leastAnswer) || t.x == 0 || below(z)*tests >= s.unlikely() || z >= least {
					continue
				}
				least = z
				share := lost(fmt.Sprintf("suggestions %s in the arm %s", c.name, a.Name), ratio, lo, hi,
					t.units+o.units)
				said := fmt.Sprintf("%.3g %%", 100*r)
				if t.y == 0 {
					said = "not one"
				}
				worst = found{detail: counted.Sprintf("Of %.0f suggestions shown to %d users in the arm %q %s is %s, "+
					"of %.0f in the others %.3g %%: %s are lacking, more than an effect explains.%s",
					t.x, t.units, a.Name, said, c.name, o.x, 100*q, share.say(), s.sampled()), share: share}
			}
		}
		return worst
	},
	limit: compared("a kind of answer of which an arm surely has less than half of what the others have, and 20 or " +
		"more would be expected"),
	meaning: "An answer that does not occur is more often not logged than not given.",
	causes:  []string{"the event is called otherwise in one arm or client", "suggestions: events: lacks a name"},
	todo:    "List the events that the arm's rows have, and name those of answers under suggestions: events:.",
}

var answersLost = lint{
	code: "answers_lost",
	look: func(s *subject) found {
		any, kinds := s.answers()
		for _, a := range s.arms {
			t, o := any.arms[a.at], others(any.arms, a.at)
			ratio, lo, hi, z := t.against(&o, 1)
			if !(ratio < mostLost) || below(z)*float64(len(s.arms)) >= s.unlikely() {
				continue
			}
			fewer, all := 0, 0
			for _, c := range kinds { // an effect takes from one kind and gives to another
				k, rest := c.arms[a.at], others(c.arms, a.at)
				q, _ := rest.rate()
				if q*k.x < leastAnswer {
					continue
				}
				if r, _, _, z := k.against(&rest, 1); r < 1-(1-ratio)/2 && z < -2 {
					fewer++
				}
				all++
			}
			if all < 2 || fewer < all {
				continue
			}
			share := lost("answers in the arm "+a.Name, ratio, lo, hi, t.units+o.units)
			r, _ := t.rate()
			q, _ := o.rate()
			return found{detail: fmt.Sprintf("In the arm %q %.3g %% of what is shown has an answer, in the others "+
				"%.3g %%, and every kind of answer is rarer alike: %s of its answers seem to be lost.%s",
				a.Name, 100*r, 100*q, share.say(), s.sampled()), share: share}
		}
		return found{}
	},
	limit: compared("an arm in which answers, and each of two kinds or more of them alike, are rarer by 5 % or more"),
	meaning: "An effect moves people from one answer to another; where all of them are rarer, answers are lost or " +
		"are logged otherwise, and the arm looks more ignored than it is.",
	causes: []string{"one arm's client sends answers less surely, or when it is closed", "answers of that arm are " +
		"logged under other names", "the arm shows what nobody sees, so that all answers are rarer"},
	todo: "Compare how many answers each arm's client sent and how many arrived; until that is known read no rate of " +
		"answers.",
}
