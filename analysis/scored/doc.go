// Package scored is what results of evaluations look like once they are read: runs of
// versions over items, each with its scores.
//
// It is plain data between who reads a tool's files (ingest/evaltool) and who compares
// versions (analysis/evals). It knows no tool and no statistics, and decides nothing: a
// run that failed has no scores, a score that is not there is a state and never 0.
package scored
