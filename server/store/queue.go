package store

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"sync"
)

// maxBatch bounds how many writes share one commit, and so how long the last of
// them waits.
const maxBatch = 256

// queue is SQLite's one writer. It serves write functions in the order they
// came and commits those that are waiting together, for one fsync instead of
// many; writers that race for the file's lock starve one another instead.
type queue struct {
	db    *sql.DB // one connection
	in    chan *member
	stop  chan struct{}
	once  sync.Once // closes stop
	ended chan struct{}
}

// member is one write function in the queue.
type member struct {
	ctx  context.Context
	fn   func(*handle) error
	err  error
	told chan struct{}
}

func newQueue(db *sql.DB) *queue {
	q := &queue{db: db, in: make(chan *member), stop: make(chan struct{}), ended: make(chan struct{})}
	go q.loop()
	return q
}

// do runs fn in a transaction and returns after its commit. fn may run twice.
// ctx is looked at until fn's turn comes, and not during it: interrupting a
// statement would undo the work of the others in the transaction.
func (q *queue) do(ctx context.Context, fn func(*handle) error) error {
	m := &member{ctx: ctx, fn: fn, told: make(chan struct{})}
	select {
	case q.in <- m:
	case <-ctx.Done():
		return ctx.Err()
	case <-q.stop:
		return ErrUnavailable
	}
	<-m.told
	return m.err
}

// close ends the queue after the writes it has taken. It may be called twice.
func (q *queue) close() {
	q.once.Do(func() { close(q.stop) })
	<-q.ended
}

func (q *queue) loop() {
	defer close(q.ended)
	for {
		select {
		case m := <-q.in:
			q.serve(q.waiting(m))
		case <-q.stop:
			return
		}
	}
}

// waiting returns first and all that wait behind it, up to maxBatch.
func (q *queue) waiting(first *member) []*member {
	batch := []*member{first}
	for len(batch) < maxBatch {
		select {
		case m := <-q.in:
			batch = append(batch, m)
		default:
			return batch
		}
	}
	return batch
}

// serve commits the batch together or, if the engine fails on any of it, each
// member alone, so that only the one at fault is told so. While another process
// holds the file it is nobody's fault, and each alone would wait as long again.
// Nobody is told before the commit that holds its work.
func (q *queue) serve(batch []*member) {
	err := q.together(batch)
	for _, m := range batch {
		if err != nil && len(batch) > 1 && !isBusy(err) {
			err := q.together([]*member{m})
			m.tell(err)
			continue
		}
		m.tell(err)
	}
}

// together runs the members in one transaction, each in a savepoint, and
// commits. An error means that nothing of it was kept.
func (q *queue) together(batch []*member) error {
	// Not a member's context: cancelling one must not undo the others.
	ctx := context.Background()
	tx, err := q.db.BeginTx(ctx, nil)
	if err != nil {
		return engineError(err)
	}
	defer tx.Rollback()
	h := &handle{ctx: ctx, run: tx, engine: SQLite}
	for _, m := range batch {
		if err := m.turn(h); err != nil {
			return err
		}
	}
	return engineError(tx.Commit())
}

// turn runs one member. What it refuses, and what breaks a constraint, undoes
// its own work alone and waits in m.err; an error returned is the engine's, and
// undoes the batch.
func (m *member) turn(h *handle) error {
	if m.err = m.ctx.Err(); m.err != nil {
		return nil
	}
	if _, err := h.exec("SAVEPOINT member"); err != nil {
		return err
	}
	m.err = m.call(h)
	if m.err != nil {
		h.exec("ROLLBACK TO member") // h.failed has its error, and any that fn met
	}
	h.exec("RELEASE member")
	return h.failed
}

// call runs the write function; a panic in it must not take the writer and
// everybody's saves with it.
func (m *member) call(h *handle) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write function: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return m.fn(h)
}

// tell ends the member's wait: with the error of its transaction, else its own.
func (m *member) tell(err error) {
	if err != nil {
		m.err = err
	}
	close(m.told)
}
