package nightly

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var midnight = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

// TestLock: one holds it, the next is told who; a file that nobody holds is taken over
// and said; none is left.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	l, left, err := takeLock(dir, midnight)
	if err != nil || left != "" {
		t.Fatal(left, err)
	}
	var held *HeldError
	want := fmt.Sprintf("held by pid %d since 2026-04-01T00:00:00Z", os.Getpid())
	if _, _, err := takeLock(dir, midnight); !errors.As(err, &held) || !strings.Contains(err.Error(), want) {
		t.Errorf("the second is told %v, want %s", err, want)
	}
	if err := l.release(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, lockName)); err == nil {
		t.Error("the file is left")
	}
	if err := os.WriteFile(filepath.Join(dir, lockName), []byte("pid 1 since long ago\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	l, left, err = takeLock(dir, midnight)
	if err != nil || left != "pid 1 since long ago" {
		t.Errorf("%q, %v", left, err)
	}
	l.release()
}

// TestLockAtOnce: of many that take and release it, never two hold it.
func TestLockAtOnce(t *testing.T) {
	dir := t.TempDir()
	var holding, most, taken atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				l, _, err := takeLock(dir, midnight)
				var held *HeldError
				if errors.As(err, &held) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				taken.Add(1)
				if n := holding.Add(1); n > most.Load() {
					most.Store(n)
				}
				holding.Add(-1)
				if err := l.release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 || taken.Load() < 8 {
		t.Errorf("%d held it at once, %d times it was taken", most.Load(), taken.Load())
	}
}
