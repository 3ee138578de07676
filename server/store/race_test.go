package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// A save racing with the close, 2,000 times: what the close then reads holds
// every save that was ever acknowledged. In half of the races the close comes
// through a pool of its own, like from another process.
func TestSaveRacesClose(t *testing.T) {
	const races, side = 2000, 8
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			pools := []*store.DB{storetest.Reopen(t, dsn), storetest.Reopen(t, dsn)}
			results := make(chan raced, races)
			turns := make(chan int)
			for range side {
				go func() {
					for i := range turns {
						results <- raceOnce(t, pools[0], pools[i%2], i)
					}
				}()
			}
			began := time.Now()
			for i := range races {
				turns <- i
			}
			close(turns)
			var sum raced
			for range races {
				r := <-results
				sum.acknowledged += r.acknowledged
				sum.refused += r.refused
			}
			t.Logf("%d races, %d acknowledged saves, %d refused, %v", races, sum.acknowledged, sum.refused, time.Since(began).Round(time.Millisecond))
			if sum.acknowledged < races || sum.refused < races {
				t.Error("too few saves met the close to prove anything")
			}
		})
	}
}

// raced counts the saves of a race.
type raced struct{ acknowledged, refused int }

// savesMost bounds the saves of an item, lest a close that waits for another
// process's lock takes long.
const savesMost = 15

// raceOnce lets two items be saved again and again until that is refused, while
// the attempt is closed after a random number of acknowledgements.
func raceOnce(t *testing.T, saver, closer *store.DB, number int) (r raced) {
	ctx := t.Context()
	ana, err := saver.NewGuest(ctx, noon)
	if err != nil {
		t.Error(err)
		return r
	}
	id, _, err := saver.StartAttempt(ctx, drawn(ana, "k", "mock", 2, 10), noon)
	if err != nil {
		t.Error(err)
		return r
	}
	acks := make(chan int, 2*savesMost+2) // number of the item, in order of Seq; 0 at the end
	ended := make(chan error, 2)
	for n := 1; n <= 2; n++ {
		go func() { ended <- saveOn(t, saver, ana, id, n, acks) }()
	}
	highest := map[int]int64{}
	for range rand.New(rand.NewPCG(1, uint64(number))).IntN(4) {
		n := <-acks
		highest[n]++
		if n == 0 {
			break
		}
	}
	if _, err := closer.CloseAttempt(ctx, ana, id, noon); err != nil {
		t.Error(err)
	}
	items, err := closer.AttemptItems(ctx, ana, id)
	if err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := <-ended; errors.Is(err, store.ErrClosed) {
			r.refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	close(acks)
	for n := range acks {
		highest[n]++
	}
	for _, it := range items {
		r.acknowledged += int(highest[it.N])
		if it.Answer.Seq != highest[it.N] {
			t.Errorf("race %d, item %d: the close saw save %d, acknowledged were %d", number, it.N, it.Answer.Seq, highest[it.N])
		}
	}
	return r
}

// saveOn saves an item until that is refused, and returns the refusal.
func saveOn(t *testing.T, db *store.DB, person, id string, n int, acks chan<- int) error {
	defer func() { acks <- 0 }()
	for seq := int64(1); seq <= savesMost; seq++ {
		s := store.Save{Person: person, Attempt: id, N: n, Seq: seq, Choice: store.Set(fmt.Sprint(seq))}
		if _, err := db.SaveAnswer(t.Context(), s, noon); err != nil {
			return err
		}
		acks <- n
	}
	return nil
}
