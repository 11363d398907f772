//go:build unix

package engine

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps an interrupt of the terminal from a process, which ends by our context.
func ownGroup(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
