package ingest

import (
	"math"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
)

var nan = math.NaN()

// eventRows reads layout events: one row per event.
type eventRows struct {
	common
	ts, unit, event, id, variant, suggestionAt, session, editRatio, visible, latency, delay int
	exposureWhere                                                                           []int
	// by variable: want of its field, -1 without
	fieldAt []int
	// by variable: wants of its filters
	whereAt [][]int
	kinds   map[string]*eventKind
	list    []*eventKind // by number
	// rows of every event are kept: the first of a unit exposes it, or fixes its segments
	all bool
}

func (l *eventRows) required() []string { return []string{"ts", "unit", "event"} }

func (l *eventRows) ask(r *run) {
	e, w := r.exp, &r.set.Wants
	l.kinds = map[string]*eventKind{}
	kind := func(name string) *eventKind {
		if l.kinds[name] == nil {
			l.kinds[name] = &eventKind{number: len(l.list), role: store.Other, seed: event.HashText(name)}
			l.list = append(l.list, l.kinds[name])
		}
		return l.kinds[name]
	}
	l.ts, l.unit, l.event = w.Add("ts", false, false), w.Add("unit", false, false), w.Add("event", false, true)
	l.id, l.variant, l.suggestionAt, l.session, l.scope = -1, -1, -1, -1, noScope()
	if e.Duplicates != spec.Keep {
		l.id = w.Hashed("event_id")
	}
	if len(e.Arms) > 0 && e.Assignments == nil {
		for _, n := range e.Exposure.Event {
			kind(n).exposure = true
		}
		l.scope, l.variant = newScope(e, w), w.Add("variant", false, true)
		l.exposureWhere = w.Filters(e.Exposure.Where)
	}
	if e.Assignments != nil {
		w.Add("arm", false, true)
		l.scope = newScope(e, w)
	}
	l.editRatio, l.visible, l.latency, l.delay = -1, -1, -1, -1
	if r.demand.Suggestions {
		for role, names := range e.Suggestions.Events {
			if role == "requested" && !r.demand.Requests || role == "persisted" && !r.demand.Persisted {
				continue // set aside: only an investigation reads them
			}
			for _, n := range names {
				kind(n).role = roleOf[role]
			}
		}
		l.suggestionAt, l.session = w.Hashed("suggestion_id"), w.Hashed("session")
		l.editRatio = w.Add("edit_ratio", true, false)
		if r.demand.Requests {
			l.latency = w.Aside("latency_ms", false)
		}
		if r.demand.Persisted {
			l.delay = w.Aside("delay_s", false)
		}
		if e.Suggestions.MinVisible > 0 {
			l.visible = w.Add("visible_ms", true, false)
		}
	}
	for i, v := range r.demand.Variables {
		if v.Covariate { // made by the resolver of what is read for others
			l.fieldAt, l.whereAt = append(l.fieldAt, -1), append(l.whereAt, nil)
			continue
		}
		for _, n := range v.Agg.Event {
			k := kind(n)
			k.variables = append(k.variables, uint16(i))
		}
		field := -1
		if v.Agg.How == spec.Sum {
			field = w.Add(v.Agg.Field, true, false)
		}
		l.fieldAt = append(l.fieldAt, field)
		l.whereAt = append(l.whereAt, w.Filters(v.Agg.Where))
	}
	l.common.ask(r, r.demand.Suggestions)
	onAll := len(e.Arms) == 0 || e.Assignments != nil
	l.all = len(e.Arms) == 0 || e.Assignments != nil && len(l.segAt) > 0
	if r.demand.SuggestionIDs { // they are shown
		w.Add("suggestion_id", false, false)
	}
	if l.id >= 0 && r.ordered() { // their texts order rows
		w.Add("event_id", false, false)
	}
	r.format = store.Format{IDs: r.demand.SuggestionIDs, Leads: l.id >= 0 && r.ordered(),
		SegmentsOnAll: onAll, Segments: len(l.segAt), Texts: len(l.textAt), Numbers: len(l.numberAt),
		Traits: l.missingTraits()}
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
	}
}

// eventBatch is one batch readied for layout events.
type eventBatch struct {
	prepared
	kinds     []int32 // by the event column's code: the number of its kind from 1, 0 of one of none
	exposures *event.Sieve
	where     []*event.Sieve // by variable, nil without filters
	identity  *event.Identity
	variant   *event.Text
	everyUnit bool                         // no row names nobody
	extra     [store.Other + 1]*event.Text // by role: what Row.Extra is read from
	feeds     [][]boundVariable            // by number of the kind
	keptEvents
}

// keptEvents is what is known of the rows of the stretch at hand that go on to the store,
// in parallel with worker.rows. Its memory serves one batch after the other.
type keptEvents struct {
	number   []int32 // of the kinds of the stretch's rows, from 1; 0 of those of none, -1 of those without a time
	order    []int32 // its rows by kind
	end      []int32 // by number: where its rows end there
	kept     []keptEvent
	short    []shortRows // of which nothing stands in kept
	alike    store.Alike
	values   []int64  // of short rows
	ids      []uint64 // hashes of event ids, where these are read
	about    []uint64 // those of suggestion ids, where these are
	sessions []uint64 // those of sessions, where suggestions are read
}

// boundVariable is a variable that an event feeds, with what of a batch says how.
type boundVariable struct {
	at     uint16
	column *event.Text  // nil where every row counts one
	where  *event.Sieve // nil without filters
}

// keptEvent is what is known of a row that goes on to the store.
type keptEvent struct {
	kind  *eventKind
	at    stamped
	role  store.Role
	arm   int16
	ghost bool
}
