package nightly

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"

	"uptake/analysis/fault"
	"uptake/analysis/report"
	"uptake/analysis/study"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/looks"
	"uptake/config"
)

// The kinds of an error in a row.
const (
	kindFile     = "file"
	kindData     = "data"
	kindSource   = "source"
	kindDisk     = "disk"
	kindFault    = "fault"
	kindDeadline = "deadline"
)

// FileError is something wrong with an experiment file beside its keys.
type FileError struct{ sentence string }

// Error returns the sentence.
func (e *FileError) Error() string { return e.sentence }

// writeError is an error of writing a result.
type writeError struct{ error }

// Unwrap is the error itself.
func (e writeError) Unwrap() error { return e.error }

// beside is what failed beside a readout that stands: metrics, the investigation, or both.
func beside(metrics, investigation error) error {
	if metrics == nil || investigation == nil {
		return cmp.Or(metrics, investigation)
	}
	return fmt.Errorf("%w; and %w", metrics, investigation)
}

// without is the row of an experiment that failed: that of its readout where it has
// one of this run, else of the last good result, else of nothing.
func (n *night) without(x *experiment, row report.IndexRow, err error) report.IndexRow {
	if row.Status == "" {
		var ok bool
		var unread error
		if row, ok, unread = lastGood(n.o.Out, x.folder(), x.id()); unread != nil {
			n.o.Log.Warn("last result unreadable", "file", x.file, "detail", unread.Error())
		}
		if !ok {
			row = x.failed(err)
		} else if l, err := looks.Read(filepath.Join(n.o.Out, row.Folder)); err == nil {
			withLooks(&row, l)
		}
	}
	row.File, row.Family, row.Error = x.file, x.family(), runError(err)
	if row.Error.Kind == kindDeadline {
		row.Error.Detail = n.late()
	}
	return row
}

// failed is the row of an experiment without a result.
func (x *experiment) failed(err error) report.IndexRow {
	row := report.IndexRow{ID: x.id(), File: x.file, Family: x.family(), Status: report.StatusFailed,
		Needs: []report.Need{}, Checks: []string{}, Looks: []report.LedgerLine{},
		Alpha: report.Undefined(), Error: runError(err)}
	if row.ID == "" {
		row.ID = strings.TrimSuffix(filepath.Base(x.file), filepath.Ext(x.file))
	}
	if x.exp != nil {
		row.Owner = x.exp.Owner
	}
	return row
}

// runError is an error as a row tells it.
func runError(err error) *report.RunError {
	e := &report.RunError{Kind: kindOf(err), Detail: err.Error()}
	var m *study.MetricError
	if errors.As(err, &m) {
		e.Metric = strings.Join(m.Metrics, ", ")
	}
	return e
}

// kindOf is what kind of error one is.
func kindOf(err error) string {
	var problems *config.Problems
	var unreadable *config.FileError
	var file *FileError
	var fault *fault.Error
	var write writeError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return kindDeadline
	case errors.As(err, &fault):
		return kindFault
	case errors.As(err, &problems), errors.As(err, &unreadable), errors.As(err, &file):
		return kindFile
	case errors.As(err, &write), errors.Is(err, syscall.ENOSPC):
		return kindDisk
	case job.Temporary(err):
		return kindSource
	}
	return kindData
}
