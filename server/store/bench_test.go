package store_test

import (
	"testing"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// Learners of a class who answer at once, each on an exam of 135 items.
func BenchmarkSaveAnswer(b *testing.B) {
	for _, engine := range storetest.Engines(b) {
		b.Run(engine, func(b *testing.B) {
			db := storetest.Open(b, engine)
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				ana, err := db.NewGuest(b.Context(), noon)
				if err != nil {
					b.Error(err)
					return
				}
				id, _, err := db.StartAttempt(b.Context(), drawn(ana, "k", "mock", 135, 135), noon)
				if err != nil {
					b.Error(err)
					return
				}
				for i := 0; pb.Next(); i++ {
					_, err := db.SaveAnswer(b.Context(), store.Save{Person: ana, Attempt: id, N: 1 + i%135, Choice: store.Set("a"), Tab: "t"}, noon)
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
