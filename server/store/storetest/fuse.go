//go:build unix

package storetest

import (
	"context"
	"database/sql/driver"
	"os"
	"sync/atomic"
	"syscall"
)

// A Fuse counts what goes to the database, and kills the process (SIGKILL: nothing is flushed, closed or told) at its last
// count. It is for a child process of a test, which opens its database with store.OpenThrough.
type Fuse struct{ count, last atomic.Int64 }

// Through puts the fuse into each statement and commit of a driver.
func (f *Fuse) Through(c driver.Connector) driver.Connector { return fusedConnector{c, f} }

// Light counts from now on: the process dies at count number last, never if that is 0.
func (f *Fuse) Light(last int64) {
	f.count.Store(0)
	f.last.Store(last)
}

// Count is how much went to the database since Light.
func (f *Fuse) Count() int64 { return f.count.Load() }

func (f *Fuse) burn() {
	n := f.count.Add(1)
	if last := f.last.Load(); last > 0 && n >= last {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way
	}
}

// fusedConnector and the types below are a real driver with a fuse in each statement and commit.
type fusedConnector struct {
	driver.Connector
	fuse *Fuse
}

func (c fusedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	return fusedConn{conn, c.fuse}, err
}

type fusedConn struct {
	driver.Conn
	fuse *Fuse
}

func (c fusedConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	c.fuse.burn()
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
	return fusedTx{tx, c.fuse}, err
}

func (c fusedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.fuse.burn()
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c fusedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.fuse.burn()
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c fusedConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

type fusedTx struct {
	driver.Tx
	fuse *Fuse
}

// Commit burns twice: the process may die before the commit, and after it but before anybody is told.
func (tx fusedTx) Commit() error {
	tx.fuse.burn()
	err := tx.Tx.Commit()
	tx.fuse.burn()
	return err
}
