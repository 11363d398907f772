package whole

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Temp writes content beside path under a temporary name, to be renamed to it.
func Temp(path string, content []byte) (name string, err error) { return temp(path, content, true) }

func temp(path string, content []byte, onDisk bool) (name string, err error) {
	f, err := Create(path)
	if err != nil {
		return "", err
	}
	if err := fill(f, content, onDisk); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// Write puts one file in place. The error is a sentence that names it.
func Write(path string, content []byte) error { return write(path, content, true) }

// WriteSpare puts one file in place that bears a checksum and can be made again: it does
// not wait for the disk, so where the machine fails it may be torn.
func WriteSpare(path string, content []byte) error { return write(path, content, false) }

func write(path string, content []byte, onDisk bool) error {
	temp, err := temp(path, content, onDisk)
	if err == nil {
		if err = os.Rename(temp, path); err != nil {
			os.Remove(temp)
		}
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, Bare(err))
	}
	return nil
}

// fill writes content to f, makes sure where it has to be that it is on the disk, and closes f.
func fill(f *os.File, content []byte, onDisk bool) error {
	_, err := f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil && onDisk {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// Bare drops the path from a file error, which may be a temporary one: the message names the real one.
func Bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}

// Place puts a file that Create has made in place once it is on the disk, it and its name.
// It is closed in any case; where that fails it is left for the caller to remove.
func Place(f *os.File, path string) error {
	err := errors.Join(f.Chmod(0o644), f.Sync())
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes sure that the names in a folder are on the disk, where the system has that.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) &&
		!errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
