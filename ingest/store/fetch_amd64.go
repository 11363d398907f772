package store

// fetch asks for the memory of n bytes to be brought near, and does not wait for it: of more
// than two lines it is the first and the last.
//
//go:noescape
func fetch(at *byte, n int)
