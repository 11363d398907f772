package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"time"

	"uptake/ingest/source"
)

// statOf describes a path as it is now; there is nothing to keep of what is no regular file.
func statOf(path string) (w was, regular bool, err error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return w, false, err
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return w, false, err
	}
	return was{Path: abs, Size: info.Size(), Changed: info.ModTime().UnixNano()}, true, nil
}

// same reports whether a path is of the size and time of change that it was.
func (w was) same(o was) bool { return w.Size == o.Size && w.Changed == o.Changed }

// ticks are how far apart two changes are that surely have different times: clocks of file systems
// go by some milliseconds, of some by two seconds, whose times are then whole ones.
const (
	tick       = 20 * time.Millisecond
	coarseTick = 2 * time.Second
)

// settle waits until a later change would have a later time, so that the time tells. A
// time that lies ahead of the clock tells nothing: false.
func (w was) settle(ctx context.Context) bool {
	changed, step := time.Unix(0, w.Changed), tick
	if w.Changed%int64(time.Second) == 0 {
		step = coarseTick
	}
	age := time.Since(changed)
	if age < 0 {
		return false
	}
	if age < step {
		select {
		case <-time.After(step - age):
		case <-ctx.Done():
		}
	}
	return true
}

// hash gives the hash of a file's bytes.
func hash(ctx context.Context, f source.File) (string, error) {
	r, err := source.Open(f)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h, b := sha256.New(), make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := r.Read(b)
		h.Write(b[:n])
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}
