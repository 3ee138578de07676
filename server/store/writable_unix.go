//go:build unix

package store

import "syscall"

// writable tells whether this process may write a file that exists. It does not
// open it: closing it again would drop the locks of other connections to it.
func writable(path string) bool {
	const write = 2 // W_OK
	return syscall.Access(path, write) == nil
}
