package server

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"frontdesk/server/store"
)

// What a browser keeps until it could be sent belongs to one attempt and one person. The person stands there under a
// tag: the same on every device, process and day, so that the browser knows its rows again; and a keyed hash, so that
// what is left on a shared computer tells nobody an id.

// newTagKey reads the key of the tags, or makes it. It is not the cookies' key: that one may be changed, and answers
// that wait would belong to nobody then.
func newTagKey(ctx context.Context, db *store.DB) ([]byte, error) {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	key, err := db.Secret(ctx, "person tag", fresh)
	if err != nil {
		return nil, fmt.Errorf("read the key of the tags: %w", err)
	}
	return key, nil
}

// tag is what pages call the person in the browser's storage.
func (s *Server) tag(person string) string {
	mac := hmac.New(sha256.New, s.tagKey)
	mac.Write([]byte(person))
	return hex.EncodeToString(mac.Sum(nil)[:12])
}

// whose are the tags under which answers of the person may wait in a browser, with spaces between: the person's own
// first, then those of guests whose work the person has taken over. A guest who makes an account stays the same person
// and keeps the tag; one who is merged does not, but the attempt that the answers belong to has come along, so they are
// the new owner's to send.
func (s *Server) whose(ctx context.Context, sc *scope) (string, error) {
	tags := []string{s.tag(sc.person())}
	if !sc.member() {
		return tags[0], nil
	}
	guests, err := s.db.MergedInto(ctx, sc.person())
	if err != nil {
		return "", fmt.Errorf("whose answers may wait: %w", err)
	}
	for _, guest := range guests {
		tags = append(tags, s.tag(guest))
	}
	return strings.Join(tags, " "), nil
}
