package store

// fetch asks for the line of memory at a place to be brought near, and does not wait for it.
//
//go:noescape
func fetch(at *byte)
