package lake

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

// deltaLog is what lies in the folder _delta_log.
type deltaLog struct {
	name        string
	last        int64
	commits     map[int64]string   // file by version
	checkpoints map[int64][]string // whole checkpoints: their parts by version
}

var (
	deltaCommit     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{20})\.json$`) })
	deltaCheckpoint = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10}))?\.parquet$`)
	})
	deltaNewer = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(\d{20})\.checkpoint\.[0-9A-Fa-f-]{36}\.(?:json|parquet)$`)
	}) // v2Checkpoint
)

func listDelta(root folder, table string) (*deltaLog, error) {
	log := root.in("_delta_log")
	l := &deltaLog{name: table + "/_delta_log", last: -1, commits: map[int64]string{},
		checkpoints: map[int64][]string{}}
	entries, err := log.ReadDir(log.path)
	if err != nil {
		return nil, fmt.Errorf("the log %s cannot be read: %w", l.name, bare(err))
	}
	parts := map[[2]int64][]string{} // by version and number of parts
	for _, e := range entries {
		if m := deltaCommit().FindStringSubmatch(e.Name()); m != nil {
			v := number(m[1])
			l.commits[v], l.last = e.Name(), max(l.last, v)
		} else if m := deltaCheckpoint().FindStringSubmatch(e.Name()); m != nil {
			of := int64(1)
			if m[3] != "" {
				of = number(m[3])
			}
			key := [2]int64{number(m[1]), of}
			if m[3] == "" {
				key[1] = 0
			}
			parts[key] = append(parts[key], e.Name())
			if int64(len(parts[key])) == of {
				l.checkpoints[key[0]], l.last = parts[key], max(l.last, key[0])
			}
		} else if m := deltaNewer().FindStringSubmatch(e.Name()); m != nil {
			v := number(m[1])
			l.checkpoints[v], l.last = []string{e.Name()}, max(l.last, v)
		}
	}
	if l.last < 0 {
		return nil, fmt.Errorf("%s makes %s a Delta Lake table, but holds no commit (such as "+
			"00000000000000000000.json); copy the whole folder _delta_log with the table, or remove it if %s is none",
			l.name, table, table)
	}
	return l, l.hint(log)
}

// hint refuses a log whose own pointer is beyond what is there of it.
func (l *deltaLog) hint(log folder) error {
	b, err := log.ReadFile(log.at("_last_checkpoint"))
	var last struct {
		Version int64 `json:"version"`
	}
	if err != nil || json.Unmarshal(b, &last) != nil || last.Version <= l.last {
		return nil // it is a help to find a checkpoint, which a listing finds too
	}
	return fmt.Errorf("%s/_last_checkpoint speaks of version %d, but the log ends at version %d; copy the whole "+
		"folder _delta_log with the table", l.name, last.Version, l.last)
}

// start gives the first commit to read and the checkpoint before it, if any.
func (l *deltaLog) start() (from int64, checkpoint []string, err error) {
	whole := l.last // every commit from here on is there
	for ; whole >= 0 && l.commits[whole] != ""; whole-- {
	}
	whole++
	for _, v := range slices.Backward(slices.Sorted(maps.Keys(l.checkpoints))) {
		if v+1 >= whole {
			return v + 1, l.checkpoints[v], nil
		}
	}
	if whole == 0 {
		return 0, nil, nil
	}
	if whole > l.last {
		return 0, nil, fmt.Errorf("%s has no whole checkpoint of version %d and no commit; copy the whole folder "+
			"_delta_log with the table", l.name, l.last)
	}
	return 0, nil, fmt.Errorf("%s/%020d.json is missing, and no checkpoint stands in for it, so which files count "+
		"cannot be told; copy the whole folder _delta_log with the table", l.name, whole-1)
}

func number(digits string) int64 {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
