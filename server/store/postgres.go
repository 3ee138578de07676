package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// What one process takes of a PostgreSQL server: a few connections, so that many
// processes share it, and five seconds to find out that it is down.
const (
	postgresConnections = 16
	postgresConnect     = 5 * time.Second
)

// maxTries bounds how often a transaction that lost a race is run again.
const maxTries = 20

func openPostgres(ctx context.Context, dsn string, steps fs.FS, through detour) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// Its own text may hold the password.
		return nil, unavailable("the address is malformed; write it as postgres://user:password@host:5432/name")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = postgresConnect
	}
	pool := sql.OpenDB(through(stdlib.GetConnector(*config)))
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	version, err := migrate(ctx, pool, Postgres, steps)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &DB{engine: Postgres, schema: version, writer: pool, readers: pool}, nil
}

// postgresName names a PostgreSQL database without user and password.
func postgresName(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return "postgres://…"
	}
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "5432")
	}
	return "postgres://" + host + u.Path
}

// writePostgres runs fn in a transaction, again while it loses races.
func writePostgres(ctx context.Context, pool *sql.DB, fn func(*handle) error) (err error) {
	for range maxTries {
		if err = tryPostgres(ctx, pool, fn); !isRace(err) {
			return err
		}
	}
	return engineFailure{ErrUnavailable, err}
}

func tryPostgres(ctx context.Context, pool *sql.DB, fn func(*handle) error) error {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return engineError(err)
	}
	defer tx.Rollback()
	if err := fn(&handle{ctx: ctx, run: tx, engine: Postgres}); err != nil {
		return err
	}
	return engineError(tx.Commit())
}
