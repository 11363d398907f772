package warehouse

import (
	"context"
	"fmt"

	"uptake/ingest/warehouse/engine"
)

// Asked is one statement of a run, and what became of it.
type Asked struct {
	About string       // what it is about, a sentence
	SQL   string       // in several passes that of the first: they differ in the number of the bucket alone
	Runs  []engine.Ran // a query each, as many as there were passes
	// Fetched says that what came back are rows of the table, not sums of them.
	Fetched bool
}

// Pass is a part of the units: those whose ids fall into bucket K of Of, by their md5. The zero value is all of them.
type Pass struct {
	K, Of int
	by    *chosen // nil: answers do not tell cohorts apart
}

// MostPasses is in how many parts units are taken at most.
const MostPasses = 256

// rowsAPart is how many rows a part of the units has at most where it is known how many there are: an engine puts the
// rows of each unit in order, and what it sorts at a time is to fit one machine of a small cluster.
const rowsAPart = 500_000_000

// asking is a session with an engine that keeps a record of what was asked.
type asking struct {
	engine engine.Engine
	passes int // parts in which units are taken, a power of two
	most   int // of them
	asked  []Asked
}

// holds takes the units in so many parts, within what it may, that none has more of n rows than a part has at most.
func (k *asking) holds(n int64) {
	for k.passes < k.most && n > rowsAPart*int64(k.passes) {
		k.passes *= 2
	}
}

// whole asks a statement in one query.
func (k *asking) whole(ctx context.Context, about, sql string) (*answer, error) {
	a, err := all(ctx, k.engine, sql)
	if err == nil {
		k.asked = append(k.asked, Asked{About: about, SQL: sql, Runs: []engine.Ran{a.ran}})
	}
	return a, err
}

// byUnits asks a statement whose answers of disjoint units stand beside each other, part by part. Where the engine
// runs out of memory it begins anew with four times as many parts, which later statements keep to.
func (k *asking) byUnits(ctx context.Context, about string, sql func(Pass) string) (*answer, error) {
	for {
		a, asked, err := k.inPasses(ctx, sql)
		switch {
		case err == nil:
			asked.About = about
			k.asked = append(k.asked, asked)
			return a, nil
		case !engine.OutOfMemory(err):
			return nil, err
		case k.passes >= k.most && k.most < MostPasses:
			return nil, fmt.Errorf("%w (with the units in %d parts; more of them could read more than max_bytes: "+
				"raise it, or give the query more memory)", err, k.passes)
		case k.passes >= k.most:
			return nil, fmt.Errorf("%w (also with the units in %d parts, one after the other; give the query more "+
				"memory, or a view of fewer rows)", err, k.passes)
		}
		k.passes = min(4*k.passes, k.most)
	}
}

func (k *asking) inPasses(ctx context.Context, sql func(Pass) string) (together *answer, asked Asked, err error) {
	for i := range k.passes {
		text := sql(Pass{K: i, Of: k.passes})
		a, err := all(ctx, k.engine, text)
		if err != nil {
			return nil, asked, err
		}
		if i == 0 {
			together, asked.SQL = a, text
		} else if together.rows = append(together.rows, a.rows...); len(together.rows) > mostRows {
			return nil, asked, tooMany()
		}
		asked.Runs = append(asked.Runs, a.ran)
	}
	return together, asked, nil
}
