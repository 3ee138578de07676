package server

import (
	"context"
	"fmt"
	"runtime"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// Lengths of a password in characters. There are no other rules: length is what counts.
const (
	minPassword = 12
	maxPassword = 1000
)

// passwords hashes and compares with argon2id in the strength that OWASP names: 19 MiB, 2 passes. Not more than one for
// each processor at a time, or a crowd that signs in at once would take all the memory.
type passwords struct {
	params argon2id.Params
	turn   chan struct{}
}

func newPasswords() *passwords {
	return &passwords{
		params: argon2id.Params{Memory: 19456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		turn:   make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// nobodysHash is a hash in the same strength of a random password that nobody knows: a sign-in with an unknown name is
// compared with it, so that it takes as long as one with a wrong password.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$xeOCmXPJz7QVIX2/JWxWHw$BCzJ9DrmCSVk6tTrfDcEwXE9PqL7a3yFKdk7ZSLTFxU"

// HashPassword makes the PHC string that the store keeps of a password; for the command line, which has no Server.
func HashPassword(ctx context.Context, password string) (string, error) {
	return newPasswords().hash(ctx, password)
}

// CheckPassword says in a sentence why a password cannot be taken; "" if it can.
func CheckPassword(password string) string {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return fmt.Sprintf("Choose a password with at least %d characters", minPassword)
	case n > maxPassword:
		return fmt.Sprintf("Choose a password with at most %d characters", maxPassword)
	}
	return ""
}

func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.wait(ctx); err != nil {
		return "", err
	}
	defer p.done()
	h, err := argon2id.CreateHash(norm.NFKC.String(password), &p.params)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return h, nil
}

// match tells whether the password has the hash; with the hash "" it takes as long and says no.
func (p *passwords) match(ctx context.Context, password, hash string) (bool, error) {
	if err := p.wait(ctx); err != nil {
		return false, err
	}
	defer p.done()
	against := hash
	if hash == "" {
		against = nobodysHash
	}
	ok, err := argon2id.ComparePasswordAndHash(norm.NFKC.String(password), against)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return ok && hash != "", nil
}

func (p *passwords) wait(ctx context.Context) error {
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn to hash: %w", ctx.Err())
	}
}

func (p *passwords) done() { <-p.turn }
