package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/beltran/gohive"
	"github.com/beltran/gohive/hiveserver"
)

// ask runs a statement to its end, looking every while whether somebody still waits for it.
func (s *spark) ask(ctx context.Context, sql string) (*sparkRows, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	mark := make([]byte, 8)
	rand.Read(mark)
	r := &sparkRows{s: s, ctx: ctx, cancel: cancel, cursor: s.conn.Cursor()}
	r.ran.Query, r.ran.Read, r.begun = "uptake-"+hex.EncodeToString(mark), -1, time.Now()
	if strings.HasPrefix(sql, "SET ") || strings.HasPrefix(sql, "USE ") {
		r.ran.Query = "" // such a statement takes a comment for a part of it
	} else {
		// what it is known by in Spark's own pages
		sql = "/* " + r.ran.Query + " */ " + strings.TrimRight(sql, " \t\r\n;")
	}
	if err := r.run(sql); err != nil {
		r.err = s.failed(ctx, r, err)
		r.finish()
		return nil, r.err
	}
	return r, nil
}

// sparkRows are rows of a query that has ended, fetched in pieces.
type sparkRows struct {
	given
	s      *spark
	ctx    context.Context
	cancel context.CancelFunc
	cursor *gohive.Cursor
	kinds  []string
	into   []any
	state  hiveserver.TOperationState
	known  bool // there is an operation that can be asked about
	done   bool
	one    sync.Once
}

// run sends a statement and waits for its end.
func (r *sparkRows) run(sql string) error {
	// The context is looked at here: one that ends while the statement is on its way would leave it without a handle.
	if err := r.s.within(r.ctx, sparkSilence, func() error {
		r.cursor.Execute(context.Background(), sql, true)
		return r.cursor.Err
	}); err != nil {
		return err
	}
	r.known = true
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		var at *hiveserver.TGetOperationStatusResp
		if err := r.s.within(r.ctx, sparkSilence, func() error {
			at = r.cursor.Poll(false)
			return r.cursor.Err
		}); err != nil {
			return err
		}
		r.state = at.GetOperationState()
		switch r.state {
		case hiveserver.TOperationState_FINISHED_STATE:
			return r.describe()
		case hiveserver.TOperationState_INITIALIZED_STATE, hiveserver.TOperationState_RUNNING_STATE,
			hiveserver.TOperationState_PENDING_STATE:
		default:
			return errors.New(at.GetErrorMessage())
		}
		select {
		case <-time.After(wait):
		case <-r.ctx.Done():
			return context.Cause(r.ctx)
		}
	}
}

// describe takes names and types of the columns.
func (r *sparkRows) describe() error {
	for _, c := range r.cursor.Description() {
		if len(c) != 2 {
			return errors.New("a column has no type that can be read")
		}
		r.columns, r.kinds = append(r.columns, c[0]), append(r.kinds, c[1])
		switch c[1] {
		case "STRING_TYPE", "VARCHAR_TYPE", "CHAR_TYPE", "DECIMAL_TYPE":
			r.into = append(r.into, new(*string))
		case "BIGINT_TYPE":
			r.into = append(r.into, new(*int64))
		case "INT_TYPE":
			r.into = append(r.into, new(*int32))
		case "BOOLEAN_TYPE":
			r.into = append(r.into, new(*bool))
		default:
			return fmt.Errorf("the column %s is of the type %s; cast it to STRING in the query", c[0], c[1])
		}
	}
	return r.cursor.Err
}

func (r *sparkRows) Next() bool {
	if r.done {
		return false
	}
	more := false
	err := r.s.within(r.ctx, sparkSilence, func() error {
		if more = r.cursor.HasMore(context.Background()); !more || r.cursor.Err != nil {
			return r.cursor.Err
		}
		r.cursor.FetchOne(context.Background(), r.into...)
		return r.cursor.Err
	})
	if err != nil {
		r.err = r.s.failed(r.ctx, r, err)
	}
	if err != nil || !more {
		r.finish()
		return false
	}
	r.room(len(r.columns))
	for i, cell := range r.into {
		switch p := cell.(type) {
		case **string:
			if *p != nil {
				r.put(i, **p)
			}
		case **int64:
			if *p != nil {
				r.put(i, strconv.FormatInt(**p, 10))
			}
		case **int32:
			if *p != nil {
				r.put(i, strconv.FormatInt(int64(**p), 10))
			}
		case **bool:
			if *p != nil {
				r.put(i, strconv.FormatBool(**p))
			}
		}
	}
	return true
}

// finish closes the operation, which ends it where it still runs.
func (r *sparkRows) finish() {
	r.one.Do(func() {
		r.done = true
		r.over()
		r.s.within(context.Background(), 10*time.Second, func() error {
			r.cursor.Close()
			return nil
		})
		r.cancel()
	})
}

func (r *sparkRows) Close() error {
	r.finish()
	return nil
}
