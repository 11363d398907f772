package source

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// standardInput puts a file in the place of standard input.
func standardInput(t *testing.T, f *os.File) {
	old := os.Stdin
	os.Stdin = f
	t.Cleanup(func() { os.Stdin = old; f.Close() })
}

// TestKept: standard input is read from its beginning as often as it is opened,
// however far others came, and nothing of it stays on the disk.
func TestKept(t *testing.T) {
	want := bytes.Repeat([]byte("a line of an export\n"), 10_000)
	for _, as := range []string{"pipe", "file", "file further on"} {
		t.Run(as, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			if as == "pipe" {
				r, w, err := os.Pipe()
				if err != nil {
					t.Fatal(err)
				}
				go func() { w.Write(want); w.Close() }()
				standardInput(t, r)
			} else {
				f, err := os.Create(filepath.Join(t.TempDir(), "in"))
				if err != nil {
					t.Fatal(err)
				}
				if as != "file" {
					f.WriteString("title\n")
				}
				at, _ := f.Seek(0, io.SeekCurrent)
				f.Write(want)
				f.Seek(at, io.SeekStart)
				standardInput(t, f)
			}
			var k Kept
			first, err := k.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, at := first.(io.ReaderAt); at {
				t.Error("standard input is given out as a file")
			}
			if _, err := io.CopyN(io.Discard, first, 12_345); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				again, err := k.Open()
				if err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(again); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%d bytes, error %v; want %d", len(got), err, len(want))
				}
			}
			if rest, err := io.ReadAll(first); err != nil || !bytes.Equal(rest, want[12_345:]) {
				t.Errorf("the first reader goes on with %d bytes, error %v; want %d", len(rest), err, len(want)-12_345)
			}
			if err := k.Close(); err != nil {
				t.Error(err)
			}
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("%s is left", left[0].Name())
			}
			if _, err := os.Stdin.Stat(); err != nil {
				t.Error("standard input is closed")
			}
		})
	}
}

// TestKeptCloses while a reader waits for more.
func TestKeptCloses(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	standardInput(t, r)
	var k Kept
	in, err := k.Open()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { _, err := io.ReadAll(in); ended <- err }()
	time.Sleep(10 * time.Millisecond)
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	w.WriteString("late")
	w.Close()
	if err := <-ended; err == nil {
		t.Error("what came after the end was read")
	}
}
