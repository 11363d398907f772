package engine

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/beltran/gohive/hiveserver"
)

// failed makes a sentence of an error, after the query was ended where it may still run.
func (s *spark) failed(ctx context.Context, r *sparkRows, err error) error {
	// Its kind is looked for in all that it says: causes stand behind the first one's stack.
	whole, said, name := err.Error(), sparkSaid(err), r.ran.Query
	switch {
	case ctx.Err() != nil:
		return s.says(ended, context.Cause(ctx), "was told to cancel query %s because %s; %s", name,
			why(ctx, s.timeout), s.isGone(r))
	case strings.Contains(whole, "OutOfMemory") || strings.Contains(whole, "UNABLE_TO_ACQUIRE_MEMORY"):
		return s.says(memory, err, "ran out of the memory that query %s may have: %s", name, said)
	case r.state == hiveserver.TOperationState_CANCELED_STATE || r.state == hiveserver.TOperationState_CLOSED_STATE ||
		strings.Contains(whole, "[SPARK_JOB_CANCELLED]") ||
		strings.Contains(whole, "SparkException: Job") && strings.Contains(whole, "cancelled"): // before Spark 4
		return s.says(ended, err, "ended query %s without being asked by us: %s", name, said)
	case r.known && r.state != hiveserver.TOperationState_ERROR_STATE &&
		r.state != hiveserver.TOperationState_FINISHED_STATE:
		return s.says(other, err, "was lost while query %s ran: %s; whether it is gone cannot be asked from "+
			"another session: look for the comment of that name among its jobs", name, said)
	}
	return s.says(other, err, "gave no rows for query %s: %s", name, said)
}

// sparkSaid is what the server says without where in its program it says so.
func sparkSaid(err error) string {
	said := strings.TrimPrefix(oneLine(err.Error()), "org.apache.hive.service.cli.HiveSQLException: ")
	if at := javaFrame().FindStringIndex(said); at != nil {
		said = said[:at[0]]
	}
	return said
}

// javaFrame is a line of a stack: at org.apache.spark.X$.name(X.scala:43).
var javaFrame = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(` at [\w.$/@]+\([\w$.]+(?::\d+)?(?: ?…|\))`)
})

// isGone cancels a query and says what the server answers about it.
func (s *spark) isGone(r *sparkRows) string {
	if !r.known {
		return "whether the server had it yet cannot be asked; look for the comment " + r.ran.Query + " among its jobs"
	}
	var at *hiveserver.TGetOperationStatusResp
	err := s.within(context.Background(), 20*time.Second, func() error {
		if r.cursor.Cancel(); r.cursor.Err != nil {
			return r.cursor.Err
		}
		at = r.cursor.Poll(false)
		return r.cursor.Err
	})
	if err != nil {
		return "whether it is gone could not be asked: " + oneLine(err.Error())
	}
	switch at.GetOperationState() {
	case hiveserver.TOperationState_INITIALIZED_STATE, hiveserver.TOperationState_RUNNING_STATE,
		hiveserver.TOperationState_PENDING_STATE:
		return "asked, it says that the query still runs; look for the comment " + r.ran.Query + " among its jobs"
	}
	return "asked, it says that the query is gone; what its tasks are in the middle of they may finish"
}
